import type { Named } from '../../compose/options.ts'
import type { DurationText } from '../../model/time.ts'

/** One VRRP instance: RFC 9568 (version 3) or RFC 3768 (version 2). */
export interface VirtualRouterOptions extends VrrpOptions {
  /** The interface on which it advertises. */
  readonly interface: Named
  /** Number of the virtual router, 1 to 255; all nodes that share its addresses use the same. */
  readonly vrid: number
  /** The node with the highest priority is active, 1 to 254; the RFC reserves 0 and 255. Default 100 (RFC 9568 5.2.4). */
  readonly priority?: number
  /** Virtual addresses, IPv4 with prefix length: `10.0.1.1/24`. */
  readonly addresses: readonly string[]
  /** Interfaces whose loss puts this instance into FAULT. Default: only its own. */
  readonly track?: readonly Named[]
  /** An IPv4 address that must answer pings; while it does not, this instance is in FAULT. Default: none. */
  readonly reach?: { readonly address: string } & ReachTimers
}

/** How many unanswered pings put a virtual router into FAULT, and how many answers end it: keepalived's `vrrp_script`. */
export interface ReachTimers {
  /** Time between pings, whole seconds up to 255 s. Default '1s'. */
  readonly interval?: DurationText
  /** Time after which a ping counts as unanswered, in whole centiseconds, below the interval. Default '500ms'. */
  readonly timeout?: DurationText
  /** Failures in a row until FAULT, 1 to 100. Default 3. */
  readonly fall?: number
  /** Answers in a row until it ends, 1 to 100. Default 2. */
  readonly rise?: number
}

/** The timers that all virtual routers of one group share. */
export interface VrrpOptions {
  /** Version of the protocol: 2 (RFC 3768) or 3 (RFC 9568). Default 3. */
  readonly version?: 2 | 3
  /** Time between advertisements. Default '1s' (RFC 9568 6.1). Version 3: whole centiseconds up to 40.95 s (RFC 9568 5.2.7); version 2: whole seconds up to 255 s. */
  readonly advertInterval?: DurationText
  /** Whether a router with a higher priority takes over from an active one. Default true (RFC 9568 6.1). */
  readonly preempt?: boolean
  /** Time that a Backup of higher priority waits before it takes over, up to 1000 s. Default '0s'. */
  readonly preemptDelay?: DurationText
  /** Number of advertisement intervals without an advertisement after which the active router is down, 1 to 100; keepalived's `down_timer_adverts`. Default 3, the RFC's. */
  readonly downTimerAdverts?: number
}
