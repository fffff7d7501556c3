import type { Endpoint } from './topology.ts'
import type { Ns } from './time.ts'

/**
 * A periodic timer whose phase decides where in its window an outage falls.
 * The agent counts it from an event of that timer, seen or provoked.
 */
export interface Phase {
  readonly periodNs: Ns
  readonly after: PhaseEvent
  /** The timer's name, unique in a lab: `advertisements that r2 receives on lan`. */
  readonly because: string
}

export type PhaseEvent =
  /** An advertisement of this virtual router, as the backup's interface receives it. */
  | ({ readonly event: 'vrrpAdvert'; readonly vrid: number } & Endpoint)
  /** A LACPDU received at this port. */
  | ({ readonly event: 'lacpdu' } & Endpoint)
  /** A configuration BPDU received at this port. `rapid`: of a rapid spanning tree. */
  | ({ readonly event: 'bpdu'; readonly rapid?: true } & Endpoint)
  /** A probe of the bond's ARP monitor leaves by one of its members. */
  | { readonly event: 'arpProbe'; readonly node: string; readonly bond: string; readonly targets: readonly string[] }
  /** The node sends an ICMP echo request to this address. */
  | { readonly event: 'echoRequest'; readonly node: string; readonly address: string }
  /** A datagram to this UDP port is received at this interface. */
  | ({ readonly event: 'datagram'; readonly port: number } & Endpoint)
  /**
   * The bond's link monitor runs: it sends nothing, so it is started anew, and its runs are counted from there.
   * `granuleNs`: the timer wheel's, at whose multiples it runs.
   */
  | {
      readonly event: 'miiMonitor'
      readonly node: string
      readonly bond: string
      readonly miimonNs: Ns
      readonly granuleNs: Ns
    }

/** Over which timers the trials of one fault are spread. */
export interface PhasePlan {
  /** Those that theory names for any flow, the longest period first. */
  readonly named: readonly Phase[]
  /** Where theory names none, or is silent for a direction: periodic timers of the topology that no multicast shows. */
  readonly others: readonly Phase[]
  /** There too: what is periodic among the multicast frames of the nodes before the fault, up to this period; null: unasked. */
  readonly heardNs: Ns | null
  /** Only over the longest of them all: theory speaks for every flow, and says that none decides. */
  readonly onlyLongest: boolean
  /** How much longer than for the first timer's phase a trial may wait, so that the others come near theirs. */
  readonly extraNs: Ns
}

/** Where no periodic timer is known, trials are spread over so much of the lab's clock. */
export const DEFAULT_PERIOD_NS: Ns = 1e9

/** From the gate to the fault at the latest: an event of each timer, then the phases. */
export function phaseWaitNs({ named, others, heardNs, extraNs }: PhasePlan): Ns {
  const timers = [...named, ...others]
  const longestNs = Math.max(0, ...timers.map(({ periodNs }) => periodNs))
  // A monitor is started anew two periods before the fault, at a run of the timer wheel.
  const monitorNs = Math.max(
    0,
    ...timers.map(({ after, periodNs }) => (after.event === 'miiMonitor' ? 3 * periodNs : 0)),
  )
  return longestNs + monitorNs + Math.max(longestNs, heardNs ?? 0, heardNs === null ? 0 : DEFAULT_PERIOD_NS) + extraNs
}
