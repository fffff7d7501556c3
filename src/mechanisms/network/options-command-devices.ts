import type { Unread } from '../../model/own-file.ts'
import type { OwnDevice } from '../../model/own-device.ts'
import type { Route } from '../../model/route.ts'
import { unreadTold, type ContainerCommand } from '../../model/told.ts'
import { gatewaysOf } from '../../model/route.ts'
import { holds, isHostPrefix, isLinkLocal, parsePrefix } from '../../model/address.ts'
import { settingOf } from './data.ts'
import { ownBond, type BondWord } from './options-bond.ts'

/** Why a command changes nothing that is understood, and on which interface; null: it is understood. */
export type Refused = { readonly device: string | null; readonly because?: string } | null

export const ANY: NonNullable<Refused> = { device: null }

interface Made {
  readonly kind: 'port' | 'loopback' | 'bond' | 'bridge' | 'vlan'
  /** That made it, or spoke of it last. */
  told: ContainerCommand | null
  isUp: boolean
  addresses: string[]
  mtu?: number
  readonly words: BondWord[]
  readonly members: string[]
  readonly parent?: string
  readonly vlan?: number
}

/** Interfaces of a container as commands make them, one after the other. */
export class CommandDevices {
  readonly #all = new Map<string, Made>()

  constructor(ports: readonly string[]) {
    for (const name of ports) this.#all.set(name, made('port', null, true))
    this.#all.set('lo', made('loopback', null, true))
  }

  /** `ip link add` */
  add(told: ContainerCommand, words: readonly string[]): Refused {
    const at = words.indexOf('type')
    const [head, kind, options] = [words.slice(0, at), words[at + 1] ?? '', words.slice(at + 2)]
    const said = pairsOf(head, ['up'])
    const name = said.get('name') ?? said.get('dev') ?? said.get('') ?? ''
    if (at < 0 || name === '') return ANY
    if (this.#all.has(name)) return { device: null, because: ', though there is one' }
    if (
      [...said.keys()].some(
        (word) => !['', 'name', 'dev', 'link', 'mtu', 'up', 'txqueuelen', 'index', 'address'].includes(word),
      )
    )
      return ANY
    const isUp = said.has('up')
    const mtu = said.get('mtu')
    const common = { ...(mtu === undefined ? {} : { mtu: Number(mtu) }) }
    switch (kind) {
      case 'bond':
        this.#all.set(name, { ...made('bond', told, isUp), ...common, words: [...bondWords(options, told)] })
        return null
      case 'bridge':
        this.#all.set(name, { ...made('bridge', told, isUp), ...common })
        return bridgeOptions(options)
      case 'vlan': {
        const [parent = '', id] = [said.get('link'), pairsOf(options).get('id')]
        const isPlain = options.length === 2 && Number.isInteger(Number(id))
        if (!isPlain || !this.#all.has(parent)) return ANY
        this.#all.set(name, { ...made('vlan', told, isUp), ...common, parent, vlan: Number(id) })
        return null
      }
      default:
        return ANY
    }
  }

  /** `ip link set` */
  set(told: ContainerCommand, name: string, words: readonly string[]): Refused {
    const one = this.#all.get(name)
    if (one === undefined) return ANY
    const at = words.indexOf('type')
    const said = pairsOf(at < 0 ? words : words.slice(0, at), ['up', 'down', 'nomaster'])
    const kind = at < 0 ? null : words[at + 1]
    if (
      [...said.keys()].some(
        (word) => !['up', 'down', 'master', 'mtu', 'txqueuelen', 'gso_max_segs', 'promisc', 'alias'].includes(word),
      )
    )
      return { device: name }
    if (kind !== null && kind !== one.kind) return { device: name }
    const options = at < 0 ? [] : words.slice(at + 2)
    const master = said.get('master')
    const isBond = master !== undefined && this.#all.get(master)?.kind === 'bond'
    if (isBond && said.has('down') && one.isUp)
      return { device: master, because: ', which kernels before 6.1 and after do in another order' }
    one.told = told
    if (said.has('up')) one.isUp = true
    if (said.has('down')) one.isUp = false
    const mtu = said.get('mtu')
    if (mtu !== undefined) one.mtu = Number(mtu)
    if (master !== undefined) {
      const refused = this.#enslave(name, one, master)
      if (refused !== null) return refused
    }
    if (kind === 'bond') return this.#setBond(one, options, told, name)
    return kind === 'bridge' ? bridgeOptions(options) : options.length > 0 ? { device: name } : null
  }

  address(told: ContainerCommand, name: string, address: string): Refused {
    const [one, prefix] = [this.#all.get(name), parsePrefix(address)]
    if (one === undefined || prefix === null || (one.kind === 'loopback' && !isHostPrefix(prefix))) return ANY
    one.told = told
    if (!one.addresses.includes(address)) one.addresses.push(address)
    return null
  }

  flush(name: string): Refused {
    const one = this.#all.get(name)
    if (one === undefined) return ANY
    one.addresses = []
    return null
  }

  /** null: the container has no such interface that is known. */
  known(name: string): string | null {
    return this.#all.has(name) ? name : null
  }

  /** Does an interface lead to where the route says, now? */
  leads(route: Route): boolean {
    const { device } = route
    if (device !== undefined && this.#all.get(device)?.isUp !== true) return false
    const near = [...this.#all].filter(([name, { isUp }]) => isUp && (device === undefined || name === device))
    return gatewaysOf(route).every(
      (via) =>
        (isLinkLocal(via) && device !== undefined) ||
        near.some(([, { addresses }]) => addresses.some((network) => holds(network, via))),
    )
  }

  /** `brctl addbr br0` */
  brctl(told: ContainerCommand, [verb = '', bridge = '', ...rest]: readonly string[]): Refused {
    const [port = ''] = rest
    if (verb === 'addbr') {
      if (this.#all.has(bridge)) return { device: null, because: ', though there is one' }
      this.#all.set(bridge, made('bridge', told, false))
      return null
    }
    const one = this.#all.get(port)
    if (verb === 'addif' && one !== undefined) return this.#enslave(port, one, bridge)
    return (verb === 'stp' && /^(off|no|0)$/.test(port)) || verb === 'setfd' ? null : ANY
  }

  finished(): { readonly devices: readonly OwnDevice[]; readonly unread: readonly Unread[] } {
    const unread: Unread[] = []
    const devices = [...this.#all].flatMap(([name, one]): OwnDevice[] => {
      const { kind, told, isUp, addresses, members } = one
      const master = [...this.#all].find((other) => other[1].members.includes(name))
      if (!isUp && master?.[1].kind !== 'bond')
        unread.push({ what: `${name} down`, where: told?.where ?? '', device: name })
      if (master !== undefined && addresses.length > 0)
        unread.push({ what: `addresses of ${name}, a port of ${master[0]},`, where: told?.where ?? '', device: name })
      const common = { name, where: told?.where ?? '', addresses, ...(one.mtu === undefined ? {} : { mtu: one.mtu }) }
      switch (kind) {
        case 'port':
        case 'loopback':
          return addresses.length === 0 && one.mtu === undefined ? [] : [{ ...common, kind }]
        case 'bond': {
          const { bond, unread: left } = ownBond(one.words)
          unread.push(...left.map((line) => settingOf(line, name)))
          return [{ ...common, kind, bond, members }]
        }
        case 'bridge':
          return [{ ...common, kind, members }]
        case 'vlan':
          return [{ ...common, kind, parent: one.parent ?? '', vlan: one.vlan ?? 0 }]
      }
    })
    return { devices, unread }
  }

  #enslave(name: string, one: Made, master: string): Refused {
    const bond = this.#all.get(master)
    if (bond === undefined || (bond.kind !== 'bond' && bond.kind !== 'bridge')) return ANY
    if ([...this.#all.values()].some(({ members }) => members.includes(name))) return ANY
    // bond_main.c: bond_enslave refuses it, but for devices that can change their MAC while they are up.
    if (bond.kind === 'bond' && one.isUp) return { device: master, because: `, though ${name} is up` }
    bond.members.push(name)
    return null
  }

  #setBond(bond: Made, options: readonly string[], told: ContainerCommand, name: string): Refused {
    const words = bondWords(options, told)
    // The kernel changes its mode only while it has no legs.
    if (bond.members.length > 0 && words.some((word) => word.name === 'mode')) return { device: name }
    bond.words.push(...words)
    return null
  }
}

const made = (kind: Made['kind'], told: ContainerCommand | null, isUp: boolean): Made => ({
  kind,
  told,
  isUp,
  addresses: [],
  words: [],
  members: [],
})

/** Options and their values; `alone`: that have none. The first word that is no option is a name. */
function pairsOf(words: readonly string[], alone: readonly string[] = []): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const known = [
    'name',
    'dev',
    'link',
    'mtu',
    'txqueuelen',
    'index',
    'address',
    'master',
    'id',
    'promisc',
    'alias',
    'gso_max_segs',
  ]
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (alone.includes(word)) found.set(word, '')
    else if (known.includes(word) || found.has('') || alone.length === 0) found.set(word, words[++at] ?? '')
    else found.set('', word)
  }
  return found
}

const bondWords = (options: readonly string[], told: ContainerCommand): readonly BondWord[] =>
  [...pairsOf(options)].map(([name, value]) => ({
    name,
    value,
    ...unreadTold({ ...told, text: `${name} ${value}` }),
  }))

/** Without a tree its timers do nothing; a tree needs the bridges' MACs, which containerlab draws. */
function bridgeOptions(options: readonly string[]): Refused {
  const known = /^(stp_state 0|vlan_filtering 0|(forward_delay|hello_time|max_age|priority|mcast_snooping) \d+)$/
  return [...pairsOf(options)].every(([name, value]) => known.test(`${name} ${value}`)) ? null : ANY
}
