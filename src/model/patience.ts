import type { Plan } from './plan.ts'
import { seconds, type Ns } from './time.ts'

/**
 * A flow that is not clean within so much more than the settle time is not going to be, where nothing has been cut; nor does
 * one get through that has not by then (an LACP bond without a partner enables a port some seconds after it came up:
 * ad_agg_selection).
 */
export const PATIENCE_NS: Ns = seconds(15)

/** After a rehearsed cut, or its end, every protocol may need as long as at the start: VRRP with A = 10 s, half a minute. */
export const rehearsalPatienceNs = ({ settle }: Pick<Plan, 'settle'>): Ns => PATIENCE_NS + settledWithinNs({ settle })

/** Every wait for a settled lab, one after the other. */
export const settledWithinNs = ({ settle }: Pick<Plan, 'settle'>): Ns =>
  settle.reduce((total, { deadlineNs }) => total + deadlineNs, 0)

/** TCP may wait as long again after an outage as it lasted, and then stalls for the settle time no more. */
export const sessionPatienceNs = (rehearsedNs: Ns): Ns => PATIENCE_NS + 2 * rehearsedNs
