import { reason, type Reason } from '../../model/reason.ts'
import type { Ns } from '../../model/time.ts'
import type { Span } from '../../theory/change.ts'
import { countsNs } from '../../theory/given-up.ts'
import { jiffyNs } from '../../theory/ticks.ts'
import { on } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'
import { priorityOf, type Tracked } from './data-groups.ts'
import type { Reach } from './data.ts'
import { intervalOf, isUpIn, nameOf, priorityIn, skewOf, type VrrpClaimant } from './theory-claims.ts'

export interface Worlds {
  readonly before: World
  readonly broken: World
}

/** A backup takes over from an active router whose priority has fallen below its own. */
export interface Demotion extends Span {
  /** What decides when; null: an interface, which is noticed at once. */
  readonly reach: Reach | null
  readonly because: Reason
}

/**
 * The active router goes on advertising with its new priority. The backup discards that, and its timer of n·A + skew runs out
 * since the last advertisement that it took, which came up to A before the change; keepalived sends none for it
 * (vrrp_set_effective_priority). With a preempt delay D it takes the first one of lower priority, and all that come within D of that one
 * (vrrp_state_backup). null: it stays a backup.
 */
export function demotionOf(worlds: Worlds, active: VrrpClaimant, member: VrrpClaimant, hz: number): Demotion | null {
  const { before, broken } = worlds
  const own = priorityIn(broken, member)
  const [was, is] = [priorityIn(before, active), priorityIn(broken, active)]
  if (!member.router.preempt || is >= was || is >= own) return null
  const lost = lostBy(worlds, active)
  const noticed = lost.map((tracked) => ({ tracked, ...noticedWithin(tracked, active, broken, hz) }))
  // Where one of several is enough, the rest may come later.
  const enough = noticed.filter(({ tracked }) => priorityWithout(tracked, worlds, active) < own)
  const [first = noticed.toSorted((a, b) => b.highNs - a.highNs)[0]] = enough.toSorted((a, b) => a.highNs - b.highNs)
  if (first === undefined) return null
  const reach = first.tracked.tracks === 'reach' ? (active.router.reach ?? null) : null
  const intervalNs = intervalOf(member.router, active.router)
  const { downTimerAdverts, preemptDelayNs } = member.router
  const delays = preemptDelayNs / intervalNs
  const [fewest, most] = preemptDelayNs === 0 ? [-1, 0] : [Math.ceil(delays) - 1, Math.floor(delays) + 1]
  const skewNs = skewOf(member.router, active.router)
  const [router, other] = [nameOf(active), nameOf(member)]
  const discards = reason(
    'vrrp-demoted',
  )`${{ router }} has priority ${{ priority: is }} once it has lost ${{ lost: textOf(lost, active) }}; ${{ other }}, which has ${{ own }}, discards its advertisements`
  const delayed =
    preemptDelayNs === 0
      ? discards
      : reason('vrrp-preempt-delayed')`${{ discards }} after a preempt delay of ${{ preemptDelayNs }}`
  return {
    reach,
    lowNs: Math.min(...noticed.map(({ lowNs }) => lowNs)) + (fewest + downTimerAdverts) * intervalNs + skewNs,
    highNs: first.highNs + (most + downTimerAdverts) * intervalNs + skewNs + jiffyNs(hz),
    because: reason(
      'vrrp-demotion',
    )`${{ discards: delayed }} and waits ${{ downTimerAdverts }}A + skew, A = ${{ intervalNs }}`,
  }
}

function lostBy({ before, broken }: Worlds, { node, router }: VrrpClaimant): readonly Tracked[] {
  const tracked: readonly Tracked[] = [
    ...(router.weighed ?? []).map((one) => ({ tracks: 'interface', name: one.interface }) as const),
    ...(router.reach?.weight === undefined ? [] : [{ tracks: 'reach' } as const]),
  ]
  return tracked.filter((one) => isUpIn(before, node, router, one) && !isUpIn(broken, node, router, one))
}

/** As it was before the fault, but for one thing that it tracks. */
const priorityWithout = (lost: Tracked, { before }: Worlds, { node, router }: VrrpClaimant): number =>
  priorityOf(router, (one) => !isSame(one, lost) && isUpIn(before, node, router, one))

const isSame = (one: Tracked, other: Tracked): boolean =>
  one.tracks === 'interface' && other.tracks === 'interface' ? one.name === other.name : one.tracks === other.tracks

function noticedWithin(tracked: Tracked, active: VrrpClaimant, broken: World, hz: number): Span {
  const { node, router, hesitatesNs } = active
  if (tracked.tracks === 'interface') return countsNs(broken, on(node, tracked.name), hesitatesNs(tracked.name), hz)
  return router.reach === undefined ? { lowNs: 0, highNs: 0 } : failureOf(router.reach, hz)
}

const textOf = (lost: readonly Tracked[], { router }: VrrpClaimant): string =>
  lost.map((one) => (one.tracks === 'interface' ? one.name : (router.reach?.address ?? ''))).join(' and ')

/**
 * From the fault until the script has failed. keepalived runs it again an interval after it has begun, and the `fall`-th failure in a
 * row counts (vrrp_script_thread, vrrp_script_child_thread). A run fails when its answer is overdue, or at once where an error
 * comes back; the first began up to an interval after the fault.
 */
export const failureOf = ({ fall, intervalNs, timeoutNs }: Reach, hz: number): Span & { readonly highNs: Ns } => ({
  lowNs: (fall - 1) * intervalNs,
  highNs: fall * (intervalNs + jiffyNs(hz)) + timeoutNs,
})
