/** What a node's routing is made of. */
export interface Routing {
  readonly routes: readonly Route[]
  /** Policy routing, asked in this order; absent: table main alone. */
  readonly rules?: readonly Rule[]
  /** Whether routes by an interface without carrier are used no longer; absent: where a route has several gateways. */
  readonly ignoresLinkdown?: boolean
}

/** Packets that such a route leads are dropped, or answered by ICMP: host unreachable, administratively prohibited. */
export const REFUSALS = ['blackhole', 'unreachable', 'prohibit'] as const
export type Refusal = (typeof REFUSALS)[number]

export interface Route {
  /** `default` or `10.0.0.0/24`. */
  readonly to: string
  /** The gateway. Absent: packets go to their destination itself, by `device`, or are refused. */
  readonly via?: string
  /**
   * More gateways of equal cost (ECMP): what is forwarded is spread by a hash of addresses and ports. Probes of the
   * node itself leave by raw sockets, which have no ports to hash.
   */
  readonly also?: readonly string[]
  /** Shares of the gateways, in their order: 1 to 256. Absent: 1 each. */
  readonly weights?: readonly number[]
  /** Its gateways are nexthop objects of the kernel in a group. Absent: they are the route's own. */
  readonly group?: NexthopGroup
  /** The interface by which packets leave. Absent: the one whose network holds the gateway. */
  readonly device?: string
  /** In place of a gateway. */
  readonly refuse?: Refusal
  /** Of several routes to one destination the lowest is used (RTA_PRIORITY). Absent: 0, of IPv6 1024. */
  readonly metric?: number
  /** 1 to 252: of a table that only a rule asks. Absent: main. */
  readonly table?: number
  /** A daemon keeps it in the kernel for as long as BFD with its gateway is up. Absent: it is always there. */
  readonly bfd?: true
}

/**
 * How a group of nexthop objects spreads packets: `mpath` by thresholds, over the members whose neighbour entries are good;
 * `resilient` by buckets, each of which keeps its member for as long as the group has it.
 */
export type NexthopGroup = { readonly type: 'mpath' } | { readonly type: 'resilient'; readonly buckets: number }
export const GROUP_TYPES = ['mpath', 'resilient'] as const satisfies readonly NexthopGroup['type'][]

/** A member of a group as `ip nexthop` has it: `1`, or `2,10` where its weight is 10. */
export const groupMemberText = ({ id, weight }: { readonly id: number; readonly weight: number }): string =>
  weight === 1 ? String(id) : `${String(id)},${String(weight)}`

/** One that is always there. */
export type KernelRoute = Omit<Route, 'bfd'>

/** Of a node, those that a daemon keeps in the kernel, and those that are always there. */
export const trackedRoutes = ({ routes }: Pick<Routing, 'routes'>): readonly Route[] =>
  routes.filter(({ bfd }) => bfd === true)
export const untrackedRoutes = ({ routes }: Pick<Routing, 'routes'>): readonly KernelRoute[] =>
  routes.filter(({ bfd }) => bfd !== true)

/**
 * What matches in all that is said is routed by the table; where that has no route for it the next rule is asked, and
 * after the last one main.
 */
export interface Rule {
  /** IPv4 address or network. */
  readonly from?: string
  readonly to?: string
  /** The interface that it came in by; what the node sends itself came in by none. */
  readonly iif?: string
  /** The kernel's mark of the packet. */
  readonly mark?: number
  /** Absent: main, with the networks that the node is in. */
  readonly table?: number
}

/** Its gateways, the first one first. */
export const gatewaysOf = ({ via, also = [] }: Pick<Route, 'via' | 'also'>): readonly string[] =>
  via === undefined ? [] : [via, ...also]

/** A route of it is spread over several gateways. */
export const isMultipath = ({ routes }: Pick<Routing, 'routes'>): boolean =>
  routes.some(({ also }) => also !== undefined)

/**
 * Its routes behind an interface without carrier are as if they were not there (`ignore_routes_with_linkdown`). By default of a
 * node with a route of several gateways; the kernel's own default goes on using them. Nexthop objects need it not.
 */
export const ignoresDarkLinks = ({ routes, ignoresLinkdown }: Routing): boolean =>
  ignoresLinkdown ?? routes.some(({ also, group }) => also !== undefined && group === undefined)
