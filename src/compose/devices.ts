import type { CallSite } from '../words/callsite.ts'
import type { OwnDevice } from '../model/own-device.ts'
import type { Problem } from '../model/problem.ts'
import type { Interface } from '../model/topology.ts'
import type { Parameters } from '../words/parameters.ts'
import { placed, type Draft } from './interface.ts'
import { draftOf, membersOf } from './own-devices.ts'
import { unknownName } from './report.ts'

type Place = Pick<CallSite, 'text'>

/** The interfaces of a node under construction, as calls and files declare them, and where. */
export class Devices {
  readonly drafts: Draft[] = []
  readonly #node: string
  readonly #problems: Problem[]
  readonly #masters = new Map<string, string>()
  /** By interface, and by whatever else a mechanism declares; '': the node itself. */
  readonly #places = new Map<string, Place>()

  constructor(node: string, problems: Problem[]) {
    this.#node = node
    this.#problems = problems
  }

  place(what: string, at: Place): void {
    this.#places.set(what, at)
  }

  isPlaced(what: string): boolean {
    return this.#places.has(what)
  }

  placeOf(what: string): string | undefined {
    return this.#places.get(what)?.text ?? this.#places.get('')?.text
  }

  declare(parameters: Parameters, draft: Draft): void {
    parameters.rejectUnknown()
    if (this.isPlaced(draft.name))
      parameters.problem('duplicate-name', `${this.#node} has two interfaces called ${draft.name}`)
    this.place(draft.name, parameters.site)
    this.drafts.push(draft)
  }

  /** As a file of the user's own has it: a port of its cable, or an interface that the lab does not declare. */
  own(device: OwnDevice): void {
    const { name, where, addresses, mtu } = device
    const problem = (code: string, what: string, more: Pick<Problem, 'allowed' | 'next'> = {}): void =>
      void this.#problems.push({ code, what, where, ...more })
    const at = this.drafts.findIndex((draft) => draft.name === name)
    const draft = this.drafts[at]
    if (draft === undefined) this.drafts.push(draftOf(device))
    else if (draft.kind === 'port' && device.kind === 'port' && draft.addresses.length === 0 && draft.mtu === undefined)
      this.drafts[at] = { ...draft, addresses, ...(mtu === undefined ? {} : { mtu }) }
    else
      problem('configured-twice', `the lab declares ${this.#node}:${name}, and a file of ${this.#node} configures it`, {
        allowed: 'one of the two; of the end of a cable its name alone',
        next: `leave ${name} out of the file, or what the lab says of it`,
      })
    for (const member of membersOf(device)) this.enslave(member, name, { problem })
    this.place(name, { text: where })
  }

  enslave(member: string, master: string, report: Pick<Parameters, 'problem'>): void {
    const taken = this.#masters.get(member)
    if (taken !== undefined)
      report.problem('two-masters', `${this.#node}:${member} belongs to ${taken} and to ${master}`)
    this.#masters.set(member, master)
  }

  /** All of them; reports members, and interfaces of filters, that are not there. `number`: of the node. */
  finish(number: number, filtered: readonly string[]): readonly Interface[] {
    const names = this.drafts.map((draft) => draft.name)
    const report = (of: string, name: string, where: string | undefined): void => {
      this.#problems.push({ ...unknownName(of, name, this.#node, names), ...(where === undefined ? {} : { where }) })
    }
    for (const device of filtered.filter((name) => !names.includes(name)))
      report('the interface of a filter', device, this.placeOf(''))
    for (const [member, master] of this.#masters)
      if (!names.includes(member)) report(`a member of ${this.#node}:${master}`, member, this.placeOf(master))
    return placed(this.drafts, number, this.#masters)
  }
}
