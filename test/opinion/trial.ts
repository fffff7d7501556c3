import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Account, Cable, End, Event, Ns, Plan, State } from './files.ts'

/** One end of a cable, and what was captured there. */
export interface CapturedEnd {
  readonly cable: Cable
  readonly end: End
  readonly file: string
}

/** A trial that ran with `--pcap`: what it left in its files. */
export class Trial {
  readonly plan: Plan
  readonly experiment: Plan['experiments'][number]
  readonly events: readonly Event[]
  /** Every end of a cable of which there is a capture. */
  readonly captures: readonly CapturedEnd[]
  /** Ends of cables of which there is none. */
  readonly missing: readonly End[]
  readonly #states = new Map<string, readonly State[]>()

  /**
   * @param folder `runs/LAB/STAMP/trials/0-7`; plan and journal lie two folders above it.
   * @throws Error where a file is missing, or the journal has no such trial
   */
  constructor(folder: string) {
    const run = dirname(dirname(folder))
    this.plan = JSON.parse(readFileSync(join(run, 'plan.json'), 'utf8')) as Plan
    const experiment = this.plan.experiments[Number.parseInt(basename(folder))]
    if (experiment === undefined) throw new Error(`the plan has no experiment of ${folder}`)
    this.experiment = experiment
    this.events = eventsOf(readFileSync(join(run, 'journal.ndjson'), 'utf8'), basename(folder))
    const captures = join(folder, 'pcap')
    const files = readdirSync(captures)
    const missing: End[] = []
    const names = fileNames(this.plan.cables)
    this.captures = this.plan.cables.flatMap((cable, number) =>
      (['a', 'b'] as const).flatMap((side) => {
        const [end, name] = [cable[side], `${names[number] ?? ''}-${side}.pcap`]
        if (!files.includes(name)) missing.push(end)
        return files.includes(name) ? [{ cable, end, file: join(captures, name) }] : []
      }),
    )
    this.missing = missing
  }

  get accounts(): readonly Account[] {
    return this.events.filter(({ ev }) => ev === 'stream') as unknown as readonly Account[]
  }

  /** What the watchers saw of one object, in order of time. */
  states(watch: string, node: string, name: string): readonly State[] {
    const key = `${watch} ${node} ${name}`
    const known = this.#states.get(key)
    if (known !== undefined) return known
    const states = this.events.filter(({ ev }) => ev === 'state') as unknown as readonly State[]
    const found = states
      .filter((state) => state.watch === watch && state.node === node && state.name === name)
      .sort((a, b) => a.t - b.t)
    this.#states.set(key, found)
    return found
  }

  /** Its changes, without what only adds a detail. */
  changes(watch: string, node: string, name: string): readonly State[] {
    return this.states(watch, node, name).filter(({ from, to }) => from !== to)
  }

  /** What the object may have been at an instant, by the watchers and their error; empty before they first saw it. */
  at(watch: string, node: string, name: string, atNs: Ns): readonly string[] {
    const begun = this.states(watch, node, name).filter(({ t, sinceNs = t }) => sinceNs - this.stampNs <= atNs)
    const sure = begun.findLastIndex(({ t }) => t + this.stampNs <= atNs)
    return sure < 0 ? [] : begun.slice(sure).map(({ to }) => to)
  }

  /** Whether the change may have happened at an instant, by its error. */
  isAt({ t, sinceNs = t }: State, atNs: Ns): boolean {
    return atNs >= sinceNs - this.stampNs && atNs <= t + this.stampNs
  }

  /** Hardware addresses that the node's devices have by the plan. */
  macsOf(node: string): ReadonlySet<string> {
    return new Set(
      this.plan.build.flatMap(({ ns, mac, peer }) => [
        ...(ns === node && mac !== undefined ? [mac] : []),
        ...(peer?.ns === node ? [peer.mac] : []),
      ]),
    )
  }

  /** Of a port that is the end of a cable. */
  macOf({ node, interface: port }: End): string | undefined {
    return this.plan.build.find(({ peer }) => peer?.ns === node && peer.name === port)?.peer?.mac
  }

  /** Addresses that a device has by the plan, without the prefix's length. */
  addressesOf(node: string, name: string): readonly string[] {
    return this.plan.build.flatMap((one) =>
      one.op === 'address' && one.ns === node && one.name === name ? [one.address?.split('/')[0] ?? ''] : [],
    )
  }

  /** The ports by which a device of the node is reached: of a VLAN those of its parent, of a bond its members. */
  portsOf(node: string, name: string): readonly string[] {
    const own = this.plan.build.filter(({ ns }) => ns === node)
    const parent = own.find((one) => one.name === name && one.parent !== undefined)?.parent
    if (parent !== undefined) return this.portsOf(node, parent)
    const members = own.flatMap((one) => (one.op === 'master' && one.master === name ? [one.name ?? ''] : []))
    return members.length > 0 ? members : [name]
  }

  /** The bond or bridge that a port belongs to by the plan. */
  masterOf({ node, interface: port }: End): string | null {
    return (
      this.plan.build.findLast((one) => one.op === 'master' && one.ns === node && one.name === port)?.master ?? null
    )
  }

  /** The bond that a port belongs to, and its mode. */
  bondOf(end: End): Plan['watch']['bonds'][number] | undefined {
    const bond = this.masterOf(end)
    return this.plan.watch.bonds.find(({ node, name }) => node === end.node && name === bond)
  }

  /** The active-backup bond that a port belongs to. */
  activeBackupOf(end: End): string | null {
    const bond = this.bondOf(end)
    return bond?.mode === 'active-backup' ? bond.name : null
  }

  /** How far two stamps of one event may lie apart: that of a capture, and that of a socket or a watcher. */
  get stampNs(): Ns {
    return this.first('start')?.['virtualTime'] === true ? 1e6 : 20e6
  }

  first(ev: string): Event | undefined {
    return this.events.find((event) => event.ev === ev)
  }
}

/** `r1:lan--sw1:eth2` is `r1_lan--sw1_eth2`; where that is another's already, the cable's number is behind it. */
function fileNames(cables: readonly Cable[]): readonly string[] {
  const names: string[] = []
  for (const [number, { name }] of cables.entries()) {
    const plain = name.replaceAll(/[^\w.-]/g, '_')
    names.push(names.includes(plain) ? `${plain}-${String(number)}` : plain)
  }
  return names
}

/** `id`: number of the experiment and of the trial, or `control`. */
function eventsOf(journal: string, id: string): readonly Event[] {
  const trials: Event[][] = []
  for (const line of journal.trimEnd().split('\n')) {
    const event = JSON.parse(line) as Event
    if (event.ev === 'start') trials.push([])
    trials.at(-1)?.push(event)
  }
  const found = trials.find(([start]) => start !== undefined && idOf(start) === id)
  if (found === undefined) throw new Error(`the journal has no trial ${id}`)
  return found
}

function idOf(start: Event): string {
  const { experiment, trial } = start as unknown as { experiment: number; trial: number | null }
  return `${String(experiment)}-${trial === null ? 'control' : String(trial)}`
}
