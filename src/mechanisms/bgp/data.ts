import type { OwnLines } from '../frr/data-own.ts'
import { frrRouterId } from '../frr/data.ts'
import type { Ns } from '../../model/time.ts'
import type { Node } from '../../model/topology.ts'

export const BGP = 'bgp'

/** BGP-4 of a node (RFC 4271), run by FRR, with neighbours in other autonomous systems on networks of its own. */
export interface BgpFeature {
  readonly as: number
  /** Unique in the topology; empty: `routerIdOf` chooses. */
  readonly routerId: string
  readonly neighbours: readonly BgpNeighbour[]
  /** Interfaces whose IPv4 networks are announced while they have carrier. */
  readonly networks: readonly string[]
  readonly keepaliveNs: Ns
  /** Silence of a neighbour after which its session is over; the lower one of both ends counts. */
  readonly holdNs: Ns
  /** Least time between two updates to one neighbour: MinRouteAdvertisementInterval. */
  readonly advertisementNs: Ns
  /** Paths of equal length to different neighbours that a route may use at once. */
  readonly ecmp: number
  /** Routes of a neighbour that is lost without a notification are kept for so long; absent: they are withdrawn. */
  readonly gracefulRestartNs?: Ns
  /** It stands in an `frr.conf` of the user's own; absent: ours is made of it. */
  readonly own?: OwnLines
}

export interface BgpNeighbour {
  /** IPv4, on a network of the node's. */
  readonly address: string
  readonly as: number
  /** Time between two attempts to connect to it: ConnectRetryTime. */
  readonly connectNs: Ns
  /** What is received gets this local preference. */
  readonly localPreference: number
  /** What is received with this community gets this local preference; the first one that matches counts. */
  readonly preferences: readonly { readonly community: string; readonly localPreference: number }[]
  /** So many times more the own AS stands in what is announced. */
  readonly prepend: number
  /** What is announced gets these communities. */
  readonly communities: readonly string[]
  /** What is announced: every route, or those of the own networks alone. */
  readonly announce: 'all' | 'own'
}

export const bgpOf = ({ features }: Pick<Node, 'features'>): BgpFeature | undefined =>
  features[BGP] as BgpFeature | undefined

/** Administrative distance of what an external neighbour has announced, in FRR. */
export const BGP_DISTANCE = 20

/** As given, or the node's first IPv4 address. */
export const routerIdOf = (node: Pick<Node, 'features' | 'interfaces'>): string =>
  frrRouterId(node, bgpOf(node)?.routerId)
