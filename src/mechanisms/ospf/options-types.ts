import type { Named } from '../../compose/options.ts'
import type { DurationText } from '../../model/time.ts'

/** OSPFv2 (RFC 2328), run by FRR. */
export interface OspfOptions extends OspfTimers {
  /** Router ID, an IPv4 address. Default: the first IPv4 address of the node. */
  readonly routerId?: string
  /** Interfaces to neighbours, by name, with what is different there: `{ east: {}, west: { cost: 20 } }`. */
  readonly interfaces: Readonly<Record<string, OspfInterfaceOptions>>
  /** Interfaces whose network is announced, and where nothing is sent or received: those of hosts. Default: none. */
  readonly passive?: readonly Named[]
  /** MD5 key of up to 16 characters that all its packets carry (RFC 2328 D.3). Default: none. */
  readonly authentication?: string
  /** Time from a change to the calculation of routes. Default: each of its own. */
  readonly spf?: SpfTimers
}

/** When routes are calculated: FRR's `timers throttle spf`, from 0 to 10 min. */
export interface SpfTimers {
  /** From the first change to the calculation. Default '0ms'. */
  readonly delay?: DurationText
  /** From a calculation to the next one, and twice and three times that to those after it while changes go on. Default '50ms'. */
  readonly hold?: DurationText
  /** The longest time between two calculations. Default '5s'. */
  readonly maxHold?: DurationText
}

/** Of an interface. */
export interface OspfInterfaceOptions extends OspfTimers {
  /** Its network is announced, and nothing is sent or received there. Default false. */
  readonly passive?: boolean
}

/** Of an interface, or of all of a router. */
export interface OspfTimers {
  /** Area, as an IPv4 address; equal at both ends. A router in several of them is in the backbone, too. Default '0.0.0.0', the backbone. */
  readonly area?: string
  /**
   * `'point-to-point'`: a link of two routers; `'broadcast'`: a LAN, which elects a designated router, and may have more than two.
   * Equal at both ends. Default 'point-to-point'.
   */
  readonly network?: 'point-to-point' | 'broadcast'
  /** Of a broadcast network: the router with the highest one is elected, one with 0 never; 0 to 255. Default 1. */
  readonly priority?: number
  /** Cost of the interface, 1 to 65535. Default 10. */
  readonly cost?: number
  /** Time between hellos, whole seconds, 1 s to 65535 s; equal at both ends. Default '10s' (RFC 2328 C.3). */
  readonly hello?: DurationText
  /** Silence after which a neighbour is down, whole seconds, above `hello`; equal at both ends. Default: four times `hello` (RFC 2328 C.3). */
  readonly dead?: DurationText
}
