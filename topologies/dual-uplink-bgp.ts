import {
  bgpStability,
  bgpTimers,
  compose,
  handles,
  nodeHandle,
  Parameters,
  readBgpTimers,
  type BgpStability,
  type BgpTimers,
  type NodeBuilder,
} from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import type { Attached } from './active-active.ts'
import type { Provider } from './dual-uplink.ts'

export interface DualUplinkBgpOptions extends BgpTimers, BgpStability {
  /** By which provider the site sends: the one whose routes have the higher local preference, 0 to 4294967295. Default { a: 200, b: 100 }. */
  readonly localPreference?: EachProvider
  /** By which provider packets come in: how many times more the site's AS stands in what it announces there, 0 to 10. Default { a: 0, b: 2 }. */
  readonly prepend?: EachProvider
  /** 2: the line to provider B ends in a second router of the site, which is joined to the first one by iBGP. Default 1. */
  readonly edges?: 1 | 2
  /** 'diverse': each access line has a duct of its own; 'shared': both lie in one duct, and share its risk. Default 'diverse'. */
  readonly lastMile?: 'diverse' | 'shared'
}

/** A number for each of the two providers. */
export interface EachProvider {
  /** Of provider A. */
  readonly a: number
  /** Of provider B. */
  readonly b: number
}

export interface BgpEdge extends NodeHandle {
  /** The access line to provider A. */
  readonly wanA: CableHandle
  /** The one to provider B; with two edge routers it begins at the second one. */
  readonly wanB: CableHandle
  /** To the second edge router, where there is one. */
  readonly interlink: CableHandle
}

export interface DualUplinkBgp extends Site {
  readonly host: Attached
  /** A server beyond both providers. */
  readonly remote: Attached
  /** The site's router. */
  readonly edge: BgpEdge
  /** The second one, with the line to provider B; only with `edges: 2`. */
  readonly edgeB: NodeHandle
  readonly providerA: Provider
  readonly providerB: Provider
  /** Where the providers meet. */
  readonly internet: NodeHandle
}

/**
 *                  ┌─ wanA ── pa ── backbone ─┐
 *     host ── edge ┤                          ├ internet ── remote
 *                  └─ wanB ── pb ── backbone ─┘
 *
 * With `edges: 2` wanB begins at a second router, edge-b, behind `edge`: both speak iBGP over a cable of their own, and each gives itself to
 * the other one as next hop. The local preference decides for both of them.
 *
 * The site has a network of its own and announces it to both providers by BGP. The local preference of what a provider announces says
 * by which one the site sends; how often its AS is prepended, by which one packets come back. The two may differ. The site announces
 * nothing but its own network, or one provider would reach the other one through it.
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function dualUplinkBgp(options: DualUplinkBgpOptions = {}): DualUplinkBgp {
  const { localPreference, prepend, edges, lastMile, timers } = read(options)
  const net = compose('dual-uplink-bgp')
  const host = net.node('host', { role: 'host', risks: ['rack-host'] })
  const edge = net.node('edge', { role: 'router', risks: ['rack-edge'] })
  const edgeB = edges === 1 ? edge : net.node('edge-b', { role: 'router', risks: ['rack-edge-b'] })
  const internet = net.node('internet', { role: 'router', risks: ['internet'] })
  const remote = net.node('remote', { role: 'server', risks: ['rack-remote'] })
  const hostLink = net.link(
    host.port('eth0', { addresses: [`${SITE}.101/24`] }),
    edge.port('lan', { addresses: [`${SITE}.1/24`] }),
    { role: 'lan', risks: ['tray-host'] },
  )
  const remoteLink = net.link(
    remote.port('eth0', { addresses: [`${BEYOND}.101/24`] }),
    internet.port('lan', { addresses: [`${BEYOND}.1/24`] }),
    { role: 'lan', risks: ['tray-remote'] },
  )
  host.route('default', `${SITE}.1`)
  remote.route('default', `${BEYOND}.1`)

  const provider = (letter: 'a' | 'b', as: number, first: number, near: NodeBuilder) => {
    const node = net.node(`p${letter}`, { role: 'router', risks: [`provider-${letter}`] })
    const at = (offset: number): string => `${LINKS}.${String(first + offset)}`
    const wan = net.link(
      near.port(`wan-${letter}`, { addresses: [`${at(1)}/30`] }),
      node.port('access', { addresses: [`${at(2)}/30`] }),
      { role: 'uplink', risks: [lastMile === 'shared' ? 'duct' : `duct-${letter}`] },
    )
    const backbone = net.link(
      node.port('up', { addresses: [`${at(5)}/30`] }),
      internet.port(letter, { addresses: [`${at(6)}/30`] }),
      { role: 'wan', risks: [`provider-${letter}`] },
    )
    node.bgp({ as, neighbours: { [at(1)]: { as: EDGE }, [at(6)]: { as: INTERNET } }, ...timers })
    return { node, as, wan, backbone, access: at(2), up: at(5) }
  }
  const [a, b] = [provider('a', 65_010, 0, edge), provider('b', 65_020, 8, edgeB)]
  const toA = {
    [a.access]: { as: a.as, localPreference: localPreference.a, prepend: prepend.a, announce: 'own' },
  } as const
  const toB = {
    [b.access]: { as: b.as, localPreference: localPreference.b, prepend: prepend.b, announce: 'own' },
  } as const
  const site = { as: EDGE, ...timers }
  const own = { as: EDGE }
  if (edges === 1) edge.bgp({ ...site, neighbours: { ...toA, ...toB }, networks: ['lan'] })
  else {
    edge.bgp({ ...site, neighbours: { ...toA, [BETWEEN.b]: own }, networks: ['lan'] })
    edgeB.bgp({ ...site, neighbours: { ...toB, [BETWEEN.a]: own } })
  }
  const interlink =
    edges === 1
      ? null
      : net.link(
          edge.port('edge-b', { addresses: [`${BETWEEN.a}/30`] }),
          edgeB.port('edge', { addresses: [`${BETWEEN.b}/30`] }),
          { role: 'peer', risks: ['tray-edges'] },
        )
  internet.bgp({
    as: INTERNET,
    neighbours: { [a.up]: { as: a.as }, [b.up]: { as: b.as } },
    networks: ['lan'],
    ...timers,
  })

  const topology = net.build()
  const providerHandle = (node: NodeBuilder, backbone: CableHandle): Provider => nodeHandle(node, { backbone })
  const ends = { wanA: a.wan, wanB: b.wan, ...(interlink === null ? {} : { interlink }) }
  const all = {
    topology,
    host: nodeHandle(host, { link: hostLink }),
    remote: nodeHandle(remote, { link: remoteLink }),
    edge: nodeHandle(edge, ends),
    ...(edges === 1 ? {} : { edgeB: nodeHandle(edgeB) }),
    providerA: providerHandle(a.node, a.backbone),
    providerB: providerHandle(b.node, b.backbone),
    internet: nodeHandle(internet),
  }
  // Asking for what one edge router alone does not have is refused there, by name.
  return handles('dualUplinkBgp', all as DualUplinkBgp)
}

/** Networks for documentation (RFC 5737): the site, what lies beyond both providers, and the cables between routers. */
const [SITE, BEYOND, LINKS] = ['192.0.2', '198.51.100', '203.0.113'] as const
/** The two edge routers on the cable between them. */
const BETWEEN = { a: `${LINKS}.17`, b: `${LINKS}.18` } as const
/** Private numbers (RFC 6996). */
const [EDGE, INTERNET] = [65_001, 65_030] as const

type Read = Required<Pick<DualUplinkBgpOptions, 'localPreference' | 'prepend' | 'edges' | 'lastMile'>> & {
  readonly timers: BgpTimers & BgpStability
}

function read(options: DualUplinkBgpOptions): Read {
  const parameters = new Parameters('dualUplinkBgp', options)
  const each = (name: string, standard: EachProvider, most: number): EachProvider => {
    const given = parameters.inner(name)
    const range = { min: 0, max: most }
    const one = { a: given.integer('a', standard.a, range), b: given.integer('b', standard.b, range) }
    given.rejectUnknown()
    return one
  }
  const localPreference = each('localPreference', { a: 200, b: 100 }, 4_294_967_295)
  const prepend = each('prepend', { a: 0, b: 2 }, 10)
  const edges = parameters.oneOf('edges', 1, [1, 2])
  const lastMile = parameters.oneOf('lastMile', 'diverse', ['diverse', 'shared'])
  const timers = { ...bgpTimers(readBgpTimers(parameters)), ...bgpStability(parameters) }
  parameters.rejectUnknown()
  parameters.throwProblems()
  return { localPreference, prepend, edges, lastMile, timers }
}
