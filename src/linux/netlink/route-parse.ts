import { Attributes, message, messages, NLM_F, NLMSG, u32, type Message } from './codec.ts'
import { AF_INET6, cidrText, ipText } from './ip.ts'
import { RTM_DELLINK, RTM_NEWLINK } from './link-parse.ts'

const RTM_NEWROUTE = 24
const RTM_DELROUTE = 25
const RTM_GETROUTE = 26
const RTMSG_BYTES = 12
const RTM_FLAGS_AT = 8
const RTNEXTHOP_BYTES = 8
const WEIGHT_AT = 3
/** Of struct ifinfomsg. */
const IFI_FLAGS_AT = 8
const IFF_UP = 0x1
/** IFF_RUNNING, IFF_LOWER_UP. */
const IFF_CARRIER = 0x1_0040
const RTA = {
  destination: 1,
  device: 4,
  gateway: 5,
  priority: 6,
  multipath: 9,
  table: 15,
  via: 18,
  nexthop: 30,
} as const
/** A route that the kernel keeps for one connection: an IPv6 exception. */
const RTM_F_CLONED = 0x200
/** RTN_*: what becomes of a packet. */
const TYPES = new Map([
  [1, 'unicast'],
  [6, 'blackhole'],
  [7, 'unreachable'],
  [8, 'prohibit'],
] as const)

export interface RouteInfo {
  readonly family: number
  /** `default` or `10.0.0.0/24`. */
  readonly to: string
  /** Of equal cost; none: the destination is on the device itself, or there is no way. */
  readonly gateways: readonly string[]
  /** Of each of several gateways, in their order; empty: it has one, or none. */
  readonly weights: readonly number[]
  readonly index: number | null
  readonly table: number
  /** RTPROT_*: 2 is the kernel's own, 3 is ours. */
  readonly protocol: number
  /** Of several routes to one destination the lowest is used: `metric`. */
  readonly priority: number
  /** The nexthop object by which it leads; its gateways are those of that. */
  readonly nexthop: number | null
  readonly type: 'unicast' | 'blackhole' | 'unreachable' | 'prohibit' | 'other'
}

export function parseRoute(body: Buffer): RouteInfo {
  const route = new Attributes(body.subarray(RTMSG_BYTES))
  const to = route.raw(RTA.destination)
  return {
    family: body.readUInt8(0),
    to: to === undefined ? 'default' : cidrText({ bytes: to, length: body.readUInt8(1) }),
    gateways: hopsOf(route).flatMap((hop) => gatewayOf(hop.attributes)),
    weights: route.raw(RTA.multipath) === undefined ? [] : hopsOf(route).map(({ weight }) => weight),
    index: route.u32(RTA.device) ?? null,
    table: route.u32(RTA.table) ?? body.readUInt8(4),
    protocol: body.readUInt8(5),
    priority: route.u32(RTA.priority) ?? 0,
    nexthop: route.u32(RTA.nexthop) ?? null,
    type: TYPES.get(body.readUInt8(7) as 1) ?? 'other',
  }
}

/** Those of RTA_MULTIPATH, which are structs rtnexthop with a weight less 1; or the route itself. */
function hopsOf(route: Attributes): readonly { readonly attributes: Attributes; readonly weight: number }[] {
  const several = route.raw(RTA.multipath)
  if (several === undefined) return [{ attributes: route, weight: 1 }]
  const hops: { readonly attributes: Attributes; readonly weight: number }[] = []
  for (let at = 0; at + RTNEXTHOP_BYTES <= several.length; at += several.readUInt16LE(at)) {
    const attributes = new Attributes(several.subarray(at + RTNEXTHOP_BYTES, at + several.readUInt16LE(at)))
    hops.push({ attributes, weight: several.readUInt8(at + WEIGHT_AT) + 1 })
  }
  return hops
}

/** RTA_VIA: a gateway of another family, behind its number of two bytes. */
function gatewayOf(hop: Attributes): readonly string[] {
  const bytes = hop.raw(RTA.gateway) ?? hop.raw(RTA.via)?.subarray(2)
  return bytes === undefined ? [] : [ipText(bytes)]
}

/** All routes of the namespace: of one family, or of both. */
export const routeRequest = (family = 0): Buffer =>
  message(RTM_GETROUTE, NLM_F.dump, Buffer.of(family, 0, 0, 0, 0, 0, 0, 0), u32(0))

export interface RouteEvent {
  readonly route: RouteInfo
  readonly gone: boolean
  /** It comes in place of that of the same destination and metric. */
  readonly replaces: boolean
}

export interface RouteNews {
  readonly events: readonly RouteEvent[]
  /** Interfaces that are up with carrier, or no longer. */
  readonly links: readonly { readonly index: number; readonly isUp: boolean }[]
  /** A dump ends here. */
  readonly dumped: boolean
}

/** What one datagram of rtnetlink reports of routes, and of links. */
export function readRoutes(datagram: Buffer): RouteNews {
  const all: readonly Message[] = [...messages(datagram)]
  return {
    events: all
      .filter(({ type, body }) => (type === RTM_NEWROUTE || type === RTM_DELROUTE) && !isCloned(body))
      .map(({ type, body, flags }) => ({
        route: parseRoute(body),
        gone: type === RTM_DELROUTE,
        replaces: (flags & NLM_F.replace) !== 0,
      })),
    links: all
      .filter(({ type }) => type === RTM_NEWLINK || type === RTM_DELLINK)
      .map(({ type, body }) => ({
        index: body.readInt32LE(4),
        isUp: type === RTM_NEWLINK && isUp(body.readUInt32LE(IFI_FLAGS_AT)),
      })),
    dumped: all.some(({ type }) => type === NLMSG.done),
  }
}

const isUp = (flags: number): boolean => (flags & IFF_UP) !== 0 && (flags & IFF_CARRIER) !== 0

const isCloned = (body: Buffer): boolean => (body.readUInt32LE(RTM_FLAGS_AT) & RTM_F_CLONED) !== 0

/** The default route of IPv6 has a name of its own. */
export const destinationOf = ({ family, to }: RouteInfo): string =>
  to === 'default' && family === AF_INET6 ? '::/0' : to
