import type { Operation } from './operation.ts'
import type { ExperimentPlan, FlowPlan } from './plan.ts'
import { seconds, type Ns } from './time.ts'
import type { Netem } from './traffic-control.ts'

/** A neighbour is asked three times, a second apart; what waits for its answer is then dropped (arp_tbl: mcast_solicit). */
const NEIGHBOUR_NS: Ns = seconds(3)
/** The rest of the way, and what a busy machine takes for it. */
const REST_NS: Ns = seconds(1)
/** An Ethernet frame of the usual MTU. */
const FRAME_BITS = 1514 * 8

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

/** Its delay, behind a full queue where a rate empties it. */
const longestNs = ({ delayNs = 0, jitterNs = 0, rateKbit, limit }: Netem): Ns =>
  delayNs + jitterNs + (rateKbit === undefined ? 0 : seconds((limit * FRAME_BITS) / (rateKbit * 1e3)))
