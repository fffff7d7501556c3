/** A route in a node's table main that a routing protocol maintains. A node has one route of each protocol to a destination. */
export interface DynamicRoute {
  /** The protocol: `ospf`. */
  readonly by: string
  /** `default` or `10.0.2.0/24`. */
  readonly to: string
  /** Gateways of equal cost; none: the protocol has no route there any more. */
  readonly vias: readonly string[]
  /** Administrative distance: of several routes to one destination the least is used. That of a static route is 0. */
  readonly distance: number
  /** In the kernel, of several routes of one distance: the least is used. Absent: 0. */
  readonly metric?: number
  /** It never has several gateways: nothing is spread by a hash. */
  readonly isSingle?: true
}

/** The routes that protocols have given a node while all is well. */
export interface NodeRoutes {
  readonly node: string
  readonly routes: readonly DynamicRoute[]
}

/** The routes of a node once these have come in place of those of the same protocol to the same destination. */
export const replaced = (routes: readonly DynamicRoute[], news: readonly DynamicRoute[]): readonly DynamicRoute[] => [
  ...routes.filter((one) => !news.some(({ by, to }) => by === one.by && to === one.to)),
  ...news.filter(({ vias }) => vias.length > 0),
]

/** Whether it is the one that the kernel has: of several protocols' routes to one destination that of the least distance. */
export const isInstalled = ({ to, distance }: DynamicRoute, all: readonly DynamicRoute[]): boolean =>
  !all.some((other) => other.to === to && other.distance < distance)
