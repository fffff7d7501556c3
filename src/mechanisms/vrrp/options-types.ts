import type { Named } from '../../compose/options.ts'
import type { DurationText } from '../../model/time.ts'

/** One VRRP instance: RFC 9568 (version 3) or RFC 3768 (version 2). */
export interface VirtualRouterOptions extends VrrpOptions {
  /** The interface on which it advertises. */
  readonly interface: Named
  /** Number of the virtual router, 1 to 255; all nodes that share its addresses use the same. */
  readonly vrid: number
  /**
   * The node with the highest priority is active, 1 to 255; of equal ones the node that starts first, here that with the higher address.
   * 255 is the owner of the addresses: it becomes active as soon as it starts, always preempts, and no weight changes it. Default 100
   * (RFC 9568 5.2.4).
   */
  readonly priority?: number
  /** Virtual addresses, IPv4 with prefix length: `10.0.1.1/24`. */
  readonly addresses: readonly string[]
  /** Interfaces whose loss, and programs whose failure puts this instance into FAULT, or with a weight changes its priority. Default: only its own interface. */
  readonly track?: readonly (Named | WeighedInterface | TrackedScript)[]
  /** An IPv4 address that must answer pings; while it does not, this instance is in FAULT, or with a weight has another priority. Default: none. */
  readonly reach?: { readonly address: string; readonly weight?: number } & ReachTimers
  /**
   * IPv4 addresses to which it sends its advertisements, in place of multicast: those of the other virtual routers of its group on
   * this LAN (keepalived's `unicast_peer`). Default: multicast.
   */
  readonly peers?: readonly string[]
  /**
   * Whether its addresses have the MAC address 00:00:5e:00:01:VRID (RFC 9568 7.3), on a macvlan of its interface (keepalived's `use_vmac`), and
   * not that of the interface. What is sent to them has no window. Default false.
   */
  readonly useVmac?: boolean
  /** Whether advertisements leave by the interface itself even so (keepalived's `vmac_xmit_base`); with `peers` they have to. Default false. */
  readonly vmacXmitBase?: boolean
  /** Its gratuitous ARP. Default: keepalived's. */
  readonly garp?: GratuitousArpOptions
  /**
   * No more than the RFC knows (keepalived's `strict_mode`): no peers, no delay of preemption, three advertisements until the active router
   * is down, no gratuitous ARP in answer to an advertisement of lower priority, and nothing accepted unless `accept` is true. Default false.
   */
  readonly strict?: boolean
  /**
   * Whether packets to its addresses are taken while it is active (RFC 9568 6.1: Accept_Mode); an address owner always takes them. Where not,
   * the addresses answer ARP, and no ping. Default: yes, as keepalived has it, but not where it is strict.
   */
  readonly accept?: boolean
}

/** Tracked with a weight (keepalived's `track_interface` with `weight`): never in a sync group, and not of an address owner. */
export interface WeighedInterface {
  /** An interface of the same node, other than the instance's own. */
  readonly interface: Named
  /** Below 0: added to the priority while the interface is down; above 0: while it is up. -253 to 253, not 0. */
  readonly weight: number
}

/**
 * A program that is run again and again (keepalived's `vrrp_script`); exit code 0 is success. What makes it fail is not known to theory: what is
 * sent to the addresses has no window. A ping has one: `reach`.
 */
export interface TrackedScript {
  /** Program and arguments without double quotes; `{dir}` is the folder with the node's files: `/bin/sh {dir}/check.sh`. */
  readonly script: string
  /** Time between two runs, whole seconds up to 255 s. Default '1s'. */
  readonly interval?: DurationText
  /** Time after which a run is ended and has failed, whole seconds up to the interval. Default: the interval. */
  readonly timeout?: DurationText
  /** Failures in a row until it counts as failed, 1 to 100. Default 1, keepalived's. */
  readonly fall?: number
  /** Successes in a row until it counts as successful again, 1 to 100. Default 1, keepalived's. */
  readonly rise?: number
  /** As that of an interface. Default: none, its failure puts the instance into FAULT. */
  readonly weight?: number
}

/** Gratuitous ARP of an active virtual router. All times are whole seconds, up to 1000 s. */
export interface GratuitousArpOptions {
  /** Time from the announcement at a takeover to its repetition (`garp_master_delay`); '0s': it is not repeated. Default '5s', keepalived's. */
  readonly delay?: DurationText
  /** Packets for each address in an announcement, 1 to 100 (`garp_master_repeat`). Default 5, keepalived's. */
  readonly repeat?: number
  /** Least time between two announcements while it stays active; each comes with an advertisement (`garp_master_refresh`). Default '0s', none. */
  readonly refresh?: DurationText
  /** Packets for each address at each of these, 1 to 100 (`garp_master_refresh_repeat`). Default 1, keepalived's. */
  readonly refreshRepeat?: number
  /** As `delay`, after an advertisement of lower priority has come in (`garp_lower_prio_delay`). Default '5s', keepalived's. */
  readonly lowerPriorityDelay?: DurationText
  /** Packets for each address when an advertisement of lower priority comes in, 0 to 100 (`garp_lower_prio_repeat`). Default 5, keepalived's. */
  readonly lowerPriorityRepeat?: number
}

/** What holds for all virtual routers of a node. */
export interface NodeVrrpOptions {
  /** Time from the daemon's start until the timers of its virtual routers begin (`vrrp_startup_delay`), whole milliseconds up to 1000 s. Default: none. */
  readonly startupDelay?: DurationText
  /** Interfaces whose loss and return count later (`interface_up_down_delays`), each once. Default: none, they count at once. */
  readonly interfaceDelays?: readonly InterfaceDelayOptions[]
}

/**
 * An interface that comes back before its delay is over has changed nothing. Both delays are less than one advertisement interval below
 * `downTimerAdverts` of each virtual router that depends on it: else a backup would take over first.
 */
export interface InterfaceDelayOptions {
  /** An interface of the same node. */
  readonly interface: Named
  /** Time without carrier until its loss counts, whole milliseconds up to 255 s. Default '0s'. */
  readonly down?: DurationText
  /** Time with carrier until its return counts, whole milliseconds up to 255 s. Default '0s'. */
  readonly up?: DurationText
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
