import type { Named } from '../../compose/options.ts'

/**
 * The next hop of a route: the address of a gateway, or of several of equal cost (ECMP); an interface of the node, on whose LAN the
 * destinations lie; or `'blackhole'` (packets are dropped), `'unreachable'` or `'prohibit'` (they are answered by ICMP, too).
 */
export type NextHop = string | readonly string[] | { readonly name: string }

export interface RouteOptions {
  /** Of several routes to one destination the lowest metric is used, 0 to 4294967295. Default: the kernel's, 0, of IPv6 1024. */
  readonly metric?: number
  /** Shares of several gateways, in their order, 1 to 256 each. Default: 1 each. */
  readonly weights?: readonly number[]
  /**
   * Several gateways are nexthop objects of the kernel in one group (`ip nexthop add … group`). The kernel takes a nexthop out of it as soon
   * as its interface has no carrier, and the route with the last one; it never puts one back. 'mpath' leaves out a gateway whose neighbour
   * entry has failed, too; 'resilient' spreads by buckets, so that only packets of the nexthop that is gone change their way. Only of IPv4
   * gateways by ports and their VLANs, beside no daemon of FRR. Default: none, the gateways are the route's own.
   */
  readonly group?: 'mpath' | 'resilient'
  /** Buckets of a resilient group, 1 to 65535. Default 128. */
  readonly buckets?: number
  /** The interface by which packets leave to the gateway. Default: the first one whose network holds the gateway. */
  readonly device?: Named
  /** The routing table, 1 to 252; only a rule leads to it. Default: main. */
  readonly table?: number
  /**
   * The route is withdrawn while BFD with its gateway is down (RFC 5880), so that the route with the next metric, or to a larger network,
   * takes over. BIRD does it, with the timers of the node's `bfd`; the gateway's node needs BFD with this one, by such a route of its own
   * or by `neighbours`. Only of one IPv4 gateway, in table main, and one to a destination. Default false: it stays, whatever has become of the gateway.
   */
  readonly bfd?: boolean
}

/** A packet matches where all that is given matches; at least one of `from`, `to`, `iif` and `mark` must be given. Default of each: any. */
export interface RuleOptions {
  /** Source: an IPv4 address or network. */
  readonly from?: string
  /** Destination: an IPv4 address or network. */
  readonly to?: string
  /** The interface by which the packet arrived. */
  readonly iif?: Named
  /** The kernel's mark, 1 to 4294967295, which a filter of the node gave to the packet; all bits are compared. */
  readonly mark?: number
  /** The routing table for packets that match, 1 to 252. Default: main, which holds the networks that the node is in. */
  readonly table?: number
}

export interface RoutingOptions {
  /**
   * Whether routes and networks behind an interface without carrier are used no longer (`ignore_routes_with_linkdown`), so that the route
   * with the next metric, or to a larger network, takes over. Default: only of a node with several gateways of equal cost; the kernel's
   * own default goes on using them.
   */
  readonly ignoreRoutesWithLinkdown?: boolean
}
