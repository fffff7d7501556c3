import type { OwnLines } from '../frr/data-own.ts'
import { frrRouterId } from '../frr/data.ts'
import type { Ns } from '../../model/time.ts'
import type { Node } from '../../model/topology.ts'

export const BGP = 'bgp'

/** The lines that make bgpd log its sessions, by which these are watched. */
export const WATCHED = ' bgp log-neighbor-changes'

/** BGP-4 of a node (RFC 4271), run by FRR, with neighbours on networks of its own, in other autonomous systems or in its own. */
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
  /** Of routes of external neighbours that come and go; absent: each is used at once. */
  readonly dampening?: Dampening
  /** It stands in an `frr.conf` of the user's own; absent: ours is made of it. */
  readonly own?: OwnLines
}

/** Route flap damping (RFC 2439), as bgpd counts it. */
export interface Dampening {
  readonly halfLifeNs: Ns
  readonly reuse: number
  readonly suppress: number
  readonly longestNs: Ns
}

export interface BgpNeighbour {
  /** IPv4, on a network of the node's. */
  readonly address: string
  /** The router's own: an internal neighbour, which gets the router itself as next hop, and which no policy concerns. */
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
  /** Networks that are taken from it, and those that it is announced, exactly as they are; null: any. */
  readonly prefixes: { readonly in: readonly string[] | null; readonly out: readonly string[] | null }
}

/** Anything about the neighbour that routes are changed by. */
export const hasPolicy = ({
  localPreference,
  preferences,
  prepend,
  communities,
  announce,
  prefixes,
}: BgpNeighbour): boolean =>
  localPreference !== 100 ||
  preferences.length > 0 ||
  prepend > 0 ||
  communities.length > 0 ||
  announce !== 'all' ||
  prefixes.in !== null ||
  prefixes.out !== null

export const bgpOf = ({ features }: Pick<Node, 'features'>): BgpFeature | undefined =>
  features[BGP] as BgpFeature | undefined

/** Administrative distance of what an external neighbour has announced, in FRR. */
export const BGP_DISTANCE = 20

/** Of what a neighbour in the router's own AS has announced. */
export const BGP_INTERNAL_DISTANCE = 200

/** As given, or the node's first IPv4 address. */
export const routerIdOf = (node: Pick<Node, 'features' | 'interfaces'>): string =>
  frrRouterId(node, bgpOf(node)?.routerId)
