import type { Named } from '../../compose/options.ts'
import type { DurationText } from '../../model/time.ts'

/** BGP-4 (RFC 4271), run by FRR, between routers that share a network: of different autonomous systems, or of one (iBGP). */
export interface BgpOptions extends BgpTimers, BgpStability {
  /** Number of the router's autonomous system, 1 to 4294967294. */
  readonly as: number
  /** Router ID, an IPv4 address; of equal paths that of the least router ID is taken. Default: the first IPv4 address of the node. */
  readonly routerId?: string
  /** Neighbours by their IPv4 address: `{ '10.1.12.2': { as: 65002 } }`. */
  readonly neighbours: Readonly<Record<string, BgpNeighbourOptions>>
  /** Interfaces whose IPv4 networks are announced, while they have carrier. Default: none. */
  readonly networks?: readonly Named[]
  /** Paths of equal length that a route may use at once, over different autonomous systems too (`bestpath as-path multipath-relax`), 1 to 64. Default 1. */
  readonly ecmp?: number
}

/** What keeps routes as they are, or from use, for a while. */
export interface BgpStability {
  /**
   * Graceful restart (RFC 4724, 8538): routes of a neighbour that is lost by anything but a hard reset stay in use for so long, whole
   * seconds, 1 s to 4095 s, of which FRR counts 360 s at most. Theory has windows where both ends of a session have it, without BFD. Default: off.
   */
  readonly gracefulRestart?: DurationText
  /** Route flap damping (RFC 2439): a route that comes and goes is not used until it has been quiet; `{}` for FRR's values. Theory gives no window then. Default: off. */
  readonly dampening?: BgpDampening
}

/** FRR's `bgp dampening`. A route of a neighbour in another AS gets 1000 for each withdrawal, and 500 for each change of its attributes. */
export interface BgpDampening {
  /** Time in which a penalty falls to its half, whole minutes, 1 min to 45 min. Default '15min'. */
  readonly halfLife?: DurationText
  /** A route is used again once its penalty is below that, 1 to 20000. Default 750. */
  readonly reuse?: number
  /** A route is not used once its penalty is above that, up to 20000; above `reuse`. Default 2000. */
  readonly suppress?: number
  /** No route is kept from use for longer, whole minutes, 1 min to 255 min. Default: four times `halfLife`. */
  readonly longest?: DurationText
}

/** Timers of BGP. */
export interface BgpTimers {
  /** Time between two keepalives, whole seconds, 1 s to 65535 s, at most a third of `hold`. Default: a third of `hold`. */
  readonly keepalive?: DurationText
  /** Silence after which a neighbour is lost, whole seconds, 3 s to 65535 s; the lower one of both ends counts (RFC 4271 4.2). Default '180s', of a generator '9s'. */
  readonly hold?: DurationText
  /** Time between two attempts to connect, whole seconds, 1 s to 65535 s. Default '120s', of a generator '10s'. */
  readonly connect?: DurationText
  /** Least time between two updates to one neighbour, whole seconds, 0 s to 600 s (RFC 4271 9.2.1.1). Default '0s', as FRR has it. */
  readonly advertisementInterval?: DurationText
}

/**
 * A router on a network of this one's, and what is different with it. One in the router's own autonomous system gets this router as next
 * hop (`next-hop-self`), and takes no policy: path and local preference are carried on to it. Theory has windows where external
 * neighbours are lost, and none where an internal one is.
 */
export interface BgpNeighbourOptions {
  /** Number of the neighbour's autonomous system, the router's own for an internal neighbour. */
  readonly as: number
  /** Local preference of what it announces: the highest one is used, whatever its length. 0 to 4294967295. Default 100. */
  readonly localPreference?: number
  /** Local preference of what it announces with a community, by community: `{ '65010:80': 80 }` (RFC 1998). Default: none. */
  readonly preferences?: Readonly<Record<string, number>>
  /** How many times more the own AS stands in what the neighbour is announced, 0 to 10. Default 0. */
  readonly prepend?: number
  /** Communities (RFC 1997) of what the neighbour is announced: `['65010:80']`. Default: none. */
  readonly communities?: readonly string[]
  /** What the neighbour is announced: `all` routes, or those to the `own` networks of the AS alone, so that nobody's traffic passes through. Default 'all'. */
  readonly announce?: 'all' | 'own'
  /**
   * Prefix lists: `in`, the only networks that are taken from the neighbour, and `out`, the only ones that it is announced, each exactly as it
   * stands there, `['10.0.3.0/24']`; an empty list takes or announces none. Default: any.
   */
  readonly prefixes?: { readonly in?: readonly string[]; readonly out?: readonly string[] }
}
