import {
  compose,
  COST,
  handles,
  nodeHandle,
  Parameters,
  readBfd,
  readOspf,
  type BfdTimers,
  type NodeBuilder,
  type SpfTimers,
} from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import { seconds, type DurationText } from '../src/model/time.ts'
import type { Site } from '../src/model/topology.ts'

export interface RouterPairOptions {
  /** Time between hellos of OSPF, whole seconds from 1 s on, at every router. Default '1s'. */
  readonly hello?: DurationText
  /** Silence after which a neighbour is down, whole seconds above `hello`. Default: four times `hello`. */
  readonly dead?: DurationText
  /** Cost of each cable of either router, 1 to 65535: the way that costs less is used, equal ones share the load. Default { r1: 10, r2: 20 }. */
  readonly cost?: RouterCosts
  /** MD5 key of OSPF's packets, up to 16 characters. Default: none. */
  readonly authentication?: string
  /** Time from a change to the calculation of routes. Default: each of its own. */
  readonly spf?: SpfTimers
  /** BFD on every cable between routers: `{}` for its defaults. Default: none. */
  readonly bfd?: BfdTimers
}

/** Of OSPF, 1 to 65535. */
export interface RouterCosts {
  /** Of the cables of router r1. */
  readonly r1: number
  /** Of the cables of router r2. */
  readonly r2: number
}

/** A router between the sites, and its two cables. */
export interface TransitRouter extends NodeHandle {
  readonly west: CableHandle
  readonly east: CableHandle
}

/** The router of a LAN, and its cable to that. */
export interface SiteRouter extends NodeHandle {
  readonly lan: CableHandle
}

export interface RouterPair extends Site {
  readonly host: NodeHandle
  readonly server: NodeHandle
  /** The router of the host's LAN. */
  readonly west: SiteRouter
  /** The router of the server's LAN. */
  readonly east: SiteRouter
  readonly r1: TransitRouter
  readonly r2: TransitRouter
}

/**
 *               ┌─ r1 ─┐               Two LANs, and two routers between them. All four routers speak OSPF (FRR);
 *     host ─ west      east ─ server   the way through r1 costs less.
 *               └─ r2 ─┘
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function routerPair(options: RouterPairOptions = {}): RouterPair {
  const { cost, ospf, bfd } = read(options)
  const net = compose('router-pair')
  const host = net.node('host', { role: 'host', risks: ['rack-west'] })
  const server = net.node('server', { role: 'server', risks: ['rack-east'] })
  const west = net.node('west', { role: 'router', risks: ['rack-west'] })
  const east = net.node('east', { role: 'router', risks: ['rack-east'] })
  const r1 = net.node('r1', { role: 'router', risks: ['rack-1', 'feed-a'] })
  const r2 = net.node('r2', { role: 'router', risks: ['rack-2', 'feed-b'] })

  const attach = (end: NodeBuilder, router: NodeBuilder, network: string, tray: string): CableHandle => {
    const near = end.port('eth0', { addresses: [`${network}.101/24`] })
    const link = net.link(near, router.port('lan', { addresses: [`${network}.1/24`] }), { role: 'lan', risks: [tray] })
    end.route('default', `${network}.1`).probe(`${network}.101`)
    return link
  }
  const westLan = attach(host, west, '10.0.1', 'tray-west')
  const eastLan = attach(server, east, '10.0.2', 'tray-east')
  const join = (edge: NodeBuilder, router: NodeBuilder, network: string, tray: string): CableHandle =>
    net.link(
      edge.port(router.name, { addresses: [`${network}.1/24`] }),
      router.port(edge.name, { addresses: [`${network}.2/24`] }),
      { role: 'transit', risks: [tray] },
    )
  const cables = {
    r1: { west: join(west, r1, '10.1.11', 'tray-a'), east: join(east, r1, '10.1.12', 'tray-a') },
    r2: { west: join(west, r2, '10.1.21', 'tray-b'), east: join(east, r2, '10.1.22', 'tray-b') },
  }
  const { r1: cost1, r2: cost2 } = cost
  for (const edge of [west, east])
    edge.ospf({ ...ospf, interfaces: { r1: { cost: cost1 }, r2: { cost: cost2 } }, passive: ['lan'] })
  r1.ospf({ ...ospf, interfaces: { west: { cost: cost1 }, east: { cost: cost1 } } })
  r2.ospf({ ...ospf, interfaces: { west: { cost: cost2 }, east: { cost: cost2 } } })
  if (bfd !== null) for (const router of [west, east, r1, r2]) router.bfd(bfd)

  return handles('routerPair', {
    topology: net.build(),
    host: nodeHandle(host),
    server: nodeHandle(server),
    west: nodeHandle(west, { lan: westLan }),
    east: nodeHandle(east, { lan: eastLan }),
    r1: nodeHandle(r1, cables.r1),
    r2: nodeHandle(r2, cables.r2),
  })
}

type Common = Pick<RouterPairOptions, 'hello' | 'dead' | 'authentication' | 'spf'>

interface Read {
  readonly cost: RouterCosts
  readonly ospf: Common
  readonly bfd: BfdTimers | null
}

function read(options: RouterPairOptions): Read {
  const parameters = new Parameters('routerPair', options)
  const given = parameters.inner('cost')
  const cost = { r1: given.integer('r1', 10, COST), r2: given.integer('r2', 20, COST) }
  given.rejectUnknown()
  readOspf(parameters, seconds(1))
  const bfd = parameters.has('bfd') ? readBfd(parameters.inner('bfd')) : null
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { hello = '1s', dead, authentication, spf } = options
  return {
    cost,
    bfd,
    ospf: {
      hello,
      ...(dead === undefined ? {} : { dead }),
      ...(authentication === undefined ? {} : { authentication }),
      ...(spf === undefined ? {} : { spf }),
    },
  }
}
