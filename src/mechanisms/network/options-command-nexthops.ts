import { isIPv4 } from 'node:net'
import type { NexthopGroup, Route } from '../../model/route.ts'
import type { ContainerCommand } from '../../model/told.ts'
import { ANY, type CommandDevices, type Refused } from './options-command-devices.ts'
import { routeOf } from './options-ip-route.ts'

interface Group {
  readonly members: readonly { readonly via: string; readonly weight: number }[]
  readonly group: NexthopGroup
}

/** Nexthop objects of a container as commands make them: `ip nexthop add id 1 via 10.0.0.1 dev eth1`, `ip nexthop add id 3 group 1/2,10`. */
export class CommandNexthops {
  readonly #devices: CommandDevices
  readonly #gateways = new Map<number, string>()
  readonly #groups = new Map<number, Group>()

  constructor(devices: CommandDevices) {
    this.#devices = devices
  }

  add(_: ContainerCommand, verb: string, words: readonly string[]): Refused {
    if (!/^(a|ad|add)$/.test(verb) || words.length % 2 !== 0) return ANY
    const said = new Map(words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] ?? '']] : [])))
    const id = Number(said.get('id'))
    if (!Number.isInteger(id) || id < 1) return ANY
    if (this.#gateways.has(id) || this.#groups.has(id)) return { device: null, because: ', though there is one' }
    return said.has('group') ? this.#addGroup(id, said) : this.#addGateway(id, said)
  }

  /** `10.2.0.0/16 nhid 3 metric 20`; null: it leads by no group. */
  routeOf(verb: string, words: readonly string[]): Route | null {
    const at = words.indexOf('nhid')
    const grouped = at < 0 ? undefined : this.#groups.get(Number(words[at + 1]))
    const route =
      grouped === undefined ? null : routeOf(['ip', 'route', verb, ...words.slice(0, at), ...words.slice(at + 2)], '')
    if (grouped === undefined || route === null || route.via !== undefined || route.device !== undefined) return null
    const { members, group } = grouped
    const [via = '', ...also] = members.map((one) => one.via)
    const weights = members.map(({ weight }) => weight)
    return { ...route, via, also, ...(weights.every((weight) => weight === 1) ? {} : { weights }), group }
  }

  #addGateway(id: number, said: ReadonlyMap<string, string>): Refused {
    const [via = '', device = ''] = [said.get('via'), said.get('dev')]
    if ([...said.keys()].some((word) => !['id', 'via', 'dev'].includes(word)) || !isIPv4(via)) return ANY
    // Which interface a nexthop leads by is worked out from its gateway.
    if (!this.#devices.leads({ to: 'default', via, device }))
      return { device: null, because: ', to where no interface leads then' }
    this.#gateways.set(id, via)
    return null
  }

  #addGroup(id: number, said: ReadonlyMap<string, string>): Refused {
    // Nothing joins a group later on, which its timers are for.
    const known = ['id', 'group', 'type', 'buckets', 'idle_timer', 'unbalanced_timer']
    if ([...said.keys()].some((word) => !known.includes(word))) return ANY
    const members = (said.get('group') ?? '').split('/').map((word) => {
      const [one = '', weight = '1'] = word.split(',')
      return { via: this.#gateways.get(Number(one)) ?? '', weight: Number(weight) }
    })
    const isWhole = members.every(({ via, weight }) => via !== '' && weight >= 1 && weight <= 256)
    const group = groupOf(said)
    if (members.length < 2 || !isWhole || group === null) return ANY
    this.#groups.set(id, { members, group })
    return null
  }
}

function groupOf(said: ReadonlyMap<string, string>): NexthopGroup | null {
  const [type = 'mpath', buckets] = [said.get('type'), Number(said.get('buckets'))]
  if (type === 'mpath') return { type }
  return type === 'resilient' && buckets >= 1 && buckets <= 65_535 ? { type, buckets } : null
}
