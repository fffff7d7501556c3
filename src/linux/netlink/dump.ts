import { AF_BRIDGE, BRIDGE_VLAN_INFO, IFLA_AF_SPEC, IFLA_BRIDGE_VLAN_INFO } from './bridge-vlan.ts'
import { Attributes, attribute, attributeList, htons, message, u32, words } from './codec.ts'
import { AF_INET, AF_INET6, cidrText } from './ip.ts'
import { parseLink, type LinkInfo } from './link-parse.ts'
import { ifinfomsg } from './link.ts'
import { parseRoute, routeRequest, type RouteInfo } from './route-parse.ts'
import type { NetlinkSocket } from './socket.ts'
import { LOOPBACK, TCA, TC_H_INGRESS, tcmsg } from './tc.ts'

const RTM = { getLink: 18, getAddress: 22, getQdisc: 38, getFilter: 46 } as const
const AF_UNSPEC = 0

export const dumpLinks = (socket: NetlinkSocket): LinkInfo[] =>
  socket.dump(message(RTM.getLink, 0, ifinfomsg(0)), 'links').map(({ body }) => parseLink(body))

export interface AddressInfo {
  readonly index: number
  /** `10.0.0.1/24`. */
  readonly address: string
}

export const dumpAddresses = (socket: NetlinkSocket): AddressInfo[] =>
  socket.dump(message(RTM.getAddress, 0, Buffer.of(AF_UNSPEC, 0, 0, 0), u32(0)), 'addresses').flatMap(({ body }) => {
    const address = new Attributes(body.subarray(8))
    // IPv6 has IFA_LOCAL for point-to-point only.
    const bytes = address.raw(2) ?? address.raw(1)
    if (bytes === undefined) return []
    return [{ index: body.readUInt32LE(4), address: cidrText({ bytes, length: body.readUInt8(1) }) }]
  })

const RT_TABLE_LOCAL = 255

/** Without those of table local, which are the kernel's. */
export const dumpRoutes = (socket: NetlinkSocket): RouteInfo[] =>
  [AF_INET, AF_INET6]
    .flatMap((family) => socket.dump(routeRequest(family), 'routes'))
    .map(({ body }) => parseRoute(body))
    .filter(({ table }) => table !== RT_TABLE_LOCAL)

interface TcStats {
  /** Packets that wait in the queue. */
  readonly queued: number
  readonly bytes: number
  readonly packets: number
  readonly drops: number
}

export interface QdiscInfo {
  readonly index: number
  readonly kind: string
  /** 0: the default that nobody configured. */
  readonly handle: number
  readonly parent: number
  readonly options: Buffer
  readonly stats: TcStats
}

export const dumpQdiscs = (socket: NetlinkSocket): QdiscInfo[] =>
  socket.dump(message(RTM.getQdisc, 0, tcmsg(0, 0, 0)), 'qdiscs').map(({ body }) => {
    const qdisc = new Attributes(body.subarray(20))
    return {
      index: body.readInt32LE(4),
      kind: qdisc.text(TCA.kind) ?? '',
      handle: body.readUInt32LE(8),
      parent: body.readUInt32LE(12),
      options: qdisc.raw(TCA.options) ?? Buffer.alloc(0),
      stats: parseStats(qdisc.nested(TCA.stats2)),
    }
  })

export interface FilterInfo {
  readonly index: number
  readonly pref: number
  /** Ethertype; 3 is all. */
  readonly protocol: number
  readonly classifier: string
  readonly action: 'drop' | 'redirect' | 'other'
  /** Of a redirect. */
  readonly toIndex: number | null
  readonly stats: TcStats
}

/** The ingress filters of one interface. */
export const dumpFilters = (socket: NetlinkSocket, index: number): FilterInfo[] =>
  socket.dump(message(RTM.getFilter, 0, tcmsg(index, 0, TC_H_INGRESS)), 'filters').flatMap(({ body }) => {
    const filter = new Attributes(body.subarray(20))
    const classifier = filter.text(TCA.kind) ?? ''
    const actions = filter.nested(TCA.options).raw(classifier === 'u32' ? 7 : 2)
    // A classifier's head and u32's hash table are dumped too: they have no action.
    if (actions === undefined) return []
    const info = body.readUInt32LE(16)
    const common = { index, pref: info >>> 16, protocol: htons(info & 0xffff), classifier }
    return [{ ...common, ...parseAction(actions) }]
  })

/** The first action: TCA_ACT_KIND, TCA_ACT_OPTIONS with its parms, TCA_ACT_STATS. */
function parseAction(actions: Buffer): Pick<FilterInfo, 'action' | 'toIndex' | 'stats'> {
  const action = new Attributes(actions).nested(1)
  const parms = action.nested(2).raw(2)
  const kind = action.text(1)
  const stats = parseStats(action.nested(4))
  const toIndex = kind === 'mirred' ? (parms?.readUInt32LE(24) ?? null) : null
  if (toIndex === LOOPBACK) return { action: 'drop', toIndex: null, stats }
  if (kind === 'mirred') return { action: 'redirect', toIndex, stats }
  return { action: kind === 'gact' && parms?.readInt32LE(8) === 2 ? 'drop' : 'other', toIndex: null, stats }
}

/** TCA_STATS_BASIC and TCA_STATS_QUEUE of gen_stats.h. */
function parseStats(stats: Attributes): TcStats {
  const basic = stats.raw(1)
  return {
    bytes: Number(basic?.readBigUInt64LE(0) ?? 0n),
    packets: basic?.readUInt32LE(8) ?? 0,
    queued: stats.raw(3)?.readUInt32LE(0) ?? 0,
    drops: stats.raw(3)?.readUInt32LE(8) ?? 0,
  }
}

export interface VlanInfo {
  readonly index: number
  readonly vlan: number
  readonly pvid: boolean
  readonly untagged: boolean
}

const IFLA_EXT_MASK = 29
const RTEXT_FILTER_BRVLAN = 2

/** Memberships of bridges and their ports, one each. */
export const dumpVlans = (socket: NetlinkSocket): VlanInfo[] =>
  socket
    .dump(
      message(RTM.getLink, 0, ifinfomsg(0, AF_BRIDGE), attribute(IFLA_EXT_MASK, words(RTEXT_FILTER_BRVLAN))),
      'bridge vlans',
    )
    .flatMap(({ body }) => {
      const spec = new Attributes(body.subarray(16)).raw(IFLA_AF_SPEC) ?? Buffer.alloc(0)
      return [...attributeList(spec)]
        .filter(([type]) => type === IFLA_BRIDGE_VLAN_INFO)
        .map(([, info]) => {
          const flags = info.readUInt16LE(0)
          return {
            index: body.readInt32LE(4),
            vlan: info.readUInt16LE(2),
            pvid: (flags & BRIDGE_VLAN_INFO.pvid) !== 0,
            untagged: (flags & BRIDGE_VLAN_INFO.untagged) !== 0,
          }
        })
    })
