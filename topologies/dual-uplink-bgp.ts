import {
  bgpTimers,
  compose,
  handles,
  nodeHandle,
  Parameters,
  readBgpTimers,
  type BgpTimers,
  type NodeBuilder,
} from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import type { Attached } from './active-active.ts'
import type { Provider } from './dual-uplink.ts'

export interface DualUplinkBgpOptions extends BgpTimers {
  /** By which provider the site sends: the one whose routes have the higher local preference, 0 to 4294967295. Default { a: 200, b: 100 }. */
  readonly localPreference?: EachProvider
  /** By which provider packets come in: how many times more the site's AS stands in what it announces there, 0 to 10. Default { a: 0, b: 2 }. */
  readonly prepend?: EachProvider
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
  readonly wanB: CableHandle
}

export interface DualUplinkBgp extends Site {
  readonly host: Attached
  /** A server beyond both providers. */
  readonly remote: Attached
  /** The site's router. */
  readonly edge: BgpEdge
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
 * The site has a network of its own and announces it to both providers by BGP. The local preference of what a provider announces says
 * by which one the site sends; how often its AS is prepended, by which one packets come back. The two may differ. The site announces
 * nothing but its own network, or one provider would reach the other one through it.
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function dualUplinkBgp(options: DualUplinkBgpOptions = {}): DualUplinkBgp {
  const { localPreference, prepend, lastMile, timers } = read(options)
  const net = compose('dual-uplink-bgp')
  const host = net.node('host', { role: 'host', risks: ['rack-host'] })
  const edge = net.node('edge', { role: 'router', risks: ['rack-edge'] })
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

  const provider = (letter: 'a' | 'b', as: number, first: number) => {
    const node = net.node(`p${letter}`, { role: 'router', risks: [`provider-${letter}`] })
    const at = (offset: number): string => `${LINKS}.${String(first + offset)}`
    const wan = net.link(
      edge.port(`wan-${letter}`, { addresses: [`${at(1)}/30`] }),
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
  const [a, b] = [provider('a', 65_010, 0), provider('b', 65_020, 8)]
  edge.bgp({
    as: EDGE,
    neighbours: {
      [a.access]: { as: a.as, localPreference: localPreference.a, prepend: prepend.a, announce: 'own' },
      [b.access]: { as: b.as, localPreference: localPreference.b, prepend: prepend.b, announce: 'own' },
    },
    networks: ['lan'],
    ...timers,
  })
  internet.bgp({
    as: INTERNET,
    neighbours: { [a.up]: { as: a.as }, [b.up]: { as: b.as } },
    networks: ['lan'],
    ...timers,
  })

  const topology = net.build()
  const providerHandle = (node: NodeBuilder, backbone: CableHandle): Provider => nodeHandle(node, { backbone })
  return handles('dualUplinkBgp', {
    topology,
    host: nodeHandle(host, { link: hostLink }),
    remote: nodeHandle(remote, { link: remoteLink }),
    edge: nodeHandle(edge, { wanA: a.wan, wanB: b.wan }),
    providerA: providerHandle(a.node, a.backbone),
    providerB: providerHandle(b.node, b.backbone),
    internet: nodeHandle(internet),
  })
}

/** Networks for documentation (RFC 5737): the site, what lies beyond both providers, and the cables between routers. */
const [SITE, BEYOND, LINKS] = ['192.0.2', '198.51.100', '203.0.113'] as const
/** Private numbers (RFC 6996). */
const [EDGE, INTERNET] = [65_001, 65_030] as const

type Read = Required<Pick<DualUplinkBgpOptions, 'localPreference' | 'prepend' | 'lastMile'>> & {
  readonly timers: BgpTimers
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
  const lastMile = parameters.oneOf('lastMile', 'diverse', ['diverse', 'shared'])
  const timers = bgpTimers(readBgpTimers(parameters))
  parameters.rejectUnknown()
  parameters.throwProblems()
  return { localPreference, prepend, lastMile, timers }
}
