import {
  compose,
  handles,
  nodeHandle,
  nth,
  Parameters,
  readOspf,
  readVrrp,
  type Network,
  type NodeBuilder,
  type OspfTimers,
  type SpfTimers,
  type VrrpOptions,
} from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import { seconds, type DurationText } from '../src/model/time.ts'
import type { Site } from '../src/model/topology.ts'
import type { Attached } from './active-active.ts'

export interface RoutedCampusOptions extends VrrpOptions {
  /** Buildings, each with a LAN and a pair of gateways, 2 to 8. Default 2. */
  readonly buildings?: number
  /** Time between hellos of OSPF, whole seconds from 1 s on, at every router. Default '1s'. */
  readonly hello?: DurationText
  /** Silence after which a neighbour is down, whole seconds above `hello`. Default: four times `hello`. */
  readonly dead?: DurationText
  /** MD5 key of OSPF's packets, up to 16 characters. Default: none. */
  readonly authentication?: string
  /** Time from a change to the calculation of routes. Default: each of its own. */
  readonly spf?: SpfTimers
}

/** A gateway of a building, and its three cables. */
export interface CampusGateway extends NodeHandle {
  readonly lan: CableHandle
  /** To core 1, whose way costs less. */
  readonly up1: CableHandle
  /** To core 2. */
  readonly up2: CableHandle
}

export interface Building {
  readonly host: Attached
  readonly switch: NodeHandle
  /** The preferred gateway, in VRRP and in OSPF. */
  readonly first: CampusGateway
  readonly second: CampusGateway
}

export interface RoutedCampus extends Site {
  /** Building 1, 2, ... */
  building(position: number): Building
  /** Core 1 or 2. */
  core(position: number): NodeHandle
  /** Core 1 to core 2. */
  readonly peer: CableHandle
}

/**
 *     h1 ─ s1 ─┬─ g1a ─┬─ c1 ─┬─ g2a ─┬─ s2 ─ h2     Buildings with a gateway pair each (VRRP), above them two cores. Each
 *              │       ╳  ║   ╳       │              gateway has a cable to either core; gateways and cores speak OSPF.
 *              └─ g1b ─┴─ c2 ─┴─ g2b ─┘
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function routedCampus(options: RoutedCampusOptions = {}): RoutedCampus {
  const { buildings, vrrp, ospf } = read(options)
  const net = compose('routed-campus')
  const cores = [1, 2].map((core) =>
    net.node(`c${String(core)}`, { role: 'router', risks: [`rack-c${String(core)}`, feedOf(core)] }),
  )
  const [c1, c2] = cores
  if (c1 === undefined || c2 === undefined) throw new Error('two cores')
  const peer = net.link(
    c1.port('peer', { addresses: ['10.200.0.1/24'] }),
    c2.port('peer', { addresses: ['10.200.0.2/24'] }),
    {
      role: 'peer',
      risks: ['tray-peer'],
    },
  )
  const numbers = Array.from({ length: buildings }, (_, at) => at + 1)
  const made = numbers.map((number) => building(net, number, cores, { vrrp, ospf }))
  for (const [at, core] of cores.entries())
    core.ospf({
      ...ospf,
      interfaces: Object.fromEntries<OspfTimers>([
        ['peer', {}],
        ...numbers.flatMap((number) =>
          GATEWAYS.map((letter) => [`g${String(number)}${letter}`, { cost: COSTS[at] ?? 10 }] as const),
        ),
      ]),
    })
  const topology = net.build()
  const built = made.map(handlesOf)
  return handles('routedCampus', {
    topology,
    building: (position) => nth('building', built, position),
    core: (position) =>
      nth(
        'core',
        cores.map((core) => nodeHandle(core)),
        position,
      ),
    peer,
  })
}

const GATEWAYS = ['a', 'b'] as const
/** Of the ways by the first and by the second of two. */
const COSTS = [10, 20]
const PRIORITIES = [150, 100]
const feedOf = (position: number): string => (position === 1 ? 'feed-a' : 'feed-b')

interface Protocols {
  readonly vrrp: VrrpOptions
  readonly ospf: Pick<RoutedCampusOptions, 'hello' | 'dead' | 'authentication' | 'spf'>
}

type UpAndDown = Pick<CampusGateway, 'lan' | 'up1' | 'up2'>

/** A building before the network is built. */
interface Draft {
  readonly host: NodeBuilder
  readonly hostLink: CableHandle
  readonly sw: NodeBuilder
  readonly gateways: readonly { readonly router: NodeBuilder; readonly cables: UpAndDown }[]
}

function building(net: Network, number: number, cores: readonly NodeBuilder[], { vrrp, ospf }: Protocols): Draft {
  const lan = `10.0.${String(number)}`
  const rack = `rack-${String(number)}`
  const host = net.node(`h${String(number)}`, { role: number === 1 ? 'host' : 'server', risks: [rack] })
  const sw = net.node(`s${String(number)}`, { role: 'switch', risks: [rack] })
  const hostLink = net.link(host.port('eth0', { addresses: [`${lan}.101/24`] }), sw.port('host'), {
    role: 'lan',
    risks: [`tray-${String(number)}`],
  })
  host.route('default', `${lan}.1`).probe(`${lan}.101`)
  const gateways = GATEWAYS.map((letter, at) => {
    const router = net.node(`g${String(number)}${letter}`, {
      role: 'router',
      risks: [`${rack}${letter}`, feedOf(at + 1)],
    })
    const tray = [`tray-${String(number)}${letter}`]
    const own = router.port('lan', { addresses: [`${lan}.${String(11 + at)}/24`] })
    const cables = {
      lan: net.link(own, sw.port(router.name), { role: 'lan', risks: tray }),
      ...Object.fromEntries(
        cores.map((core, to) => {
          const network = `10.${String(number)}.${String(10 * (at + 1) + to + 1)}`
          const near = router.port(core.name, { addresses: [`${network}.1/24`] })
          const far = core.port(router.name, { addresses: [`${network}.2/24`] })
          return [`up${String(to + 1)}`, net.link(near, far, { role: 'uplink', risks: tray })]
        }),
      ),
    } as UpAndDown
    router.virtualRouter('LAN', {
      ...vrrp,
      interface: 'lan',
      vrid: number,
      priority: PRIORITIES[at] ?? 100,
      addresses: [`${lan}.1/24`],
    })
    router.ospf({
      ...ospf,
      interfaces: {
        c1: { cost: COSTS[0] ?? 10 },
        c2: { cost: COSTS[1] ?? 20 },
        lan: { passive: true, cost: COSTS[at] ?? 10 },
      },
    })
    return { router, cables }
  })
  sw.bridge('br0', { ports: ['host', ...GATEWAYS.map((letter) => `g${String(number)}${letter}`)] })
  return { host, hostLink, sw, gateways }
}

function handlesOf({ host, hostLink, sw, gateways }: Draft): Building {
  const [first, second] = gateways.map(({ router, cables }) => nodeHandle(router, cables))
  if (first === undefined || second === undefined) throw new Error('two gateways')
  return handles('a building of routedCampus', {
    host: nodeHandle(host, { link: hostLink }),
    switch: nodeHandle(sw),
    first,
    second,
  })
}

function read(options: RoutedCampusOptions): Protocols & { readonly buildings: number } {
  const parameters = new Parameters('routedCampus', options)
  const buildings = parameters.integer('buildings', 2, { min: 2, max: 8 })
  readVrrp(parameters)
  readOspf(parameters, seconds(1))
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { hello = '1s', dead, authentication, spf } = options
  const { version = 3, advertInterval = '1s', preempt = true, preemptDelay = '0s', downTimerAdverts = 3 } = options
  return {
    buildings,
    vrrp: { version, advertInterval, preempt, preemptDelay, downTimerAdverts },
    ospf: {
      hello,
      ...(dead === undefined ? {} : { dead }),
      ...(authentication === undefined ? {} : { authentication }),
      ...(spf === undefined ? {} : { spf }),
    },
  }
}
