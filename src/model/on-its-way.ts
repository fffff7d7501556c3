import type { Operation } from './operation.ts'
import type { ExperimentPlan, FlowPlan } from './plan.ts'
import { seconds, type Ns } from './time.ts'
import { latestNs, type Netem, type NetemSlot } from './traffic-control.ts'

/** A neighbour is asked three times, a second apart; what waits for its answer is then dropped (arp_tbl: mcast_solicit). */
const NEIGHBOUR_NS: Ns = seconds(3)
/** The rest of the way, and what a busy machine takes for it. */
const REST_NS: Ns = seconds(1)
/** An Ethernet frame of the usual MTU. */
const FRAME_BYTES = 1514
const FRAME_BITS = FRAME_BYTES * 8

/**
 * A packet that has not arrived so long after it left will not arrive in time, and after the longest delay that the
 * experiment's own impairments can make not at all.
 */
export const fateKnownNs = (flows: readonly FlowPlan[], experiment: ExperimentPlan): Ns =>
  Math.max(
    ...flows.map(({ overdueNs }) => overdueNs + REST_NS),
    NEIGHBOUR_NS + delayedNs(experiment.drift) + Math.max(0, ...experiment.variants.map(faultNs)) + REST_NS,
  )

/** What every netem among these operations adds at most, one behind the other. */
export const delayedNs = (operations: readonly Operation[]): Ns =>
  operations.reduce((sum, one) => sum + (one.op === 'netem' ? longestNs(one.netem) : 0), 0)

const faultNs = ({ inject }: ExperimentPlan['variants'][number]): Ns =>
  delayedNs(inject.flatMap(({ operations }) => operations))

/** Its delay, behind a full queue where a rate or slots empty it. */
const longestNs = (netem: Netem): Ns => {
  const { rateKbit, slot, limit } = netem
  const byRateNs = rateKbit === undefined ? 0 : seconds((limit * FRAME_BITS) / (rateKbit * 1e3))
  return latestNs(netem) + byRateNs + (slot === undefined ? 0 : slot.maxNs * slotsFor(limit, slot))
}

/** Instants that a full queue takes to leave. */
function slotsFor(limit: number, { packets = Infinity, bytes = Infinity }: NetemSlot): number {
  const most = Math.min(packets, Math.max(1, Math.floor(bytes / FRAME_BYTES)))
  return Math.max(1, Math.ceil(limit / most))
}
