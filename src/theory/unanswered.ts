import type { Effect } from '../model/fault.ts'
import { reason, type Reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'
import type { Course } from './course.ts'
import { Damage } from './damage.ts'
import { delaysNs, impairedBy, lostAll, losesNothing } from './impaired.ts'
import { deafnessOf, failsNs, type Confirmation } from './neighbour.ts'
import type { ExpectedOutage } from './outage.ts'
import type { Way } from './path.ts'

const UNANSWERED = reason(
  'questions-impaired',
)`questions for a neighbour on its path, or their answers, pass an impairment, which delays or loses some, and that has no timer`

/**
 * Why nothing can be said of a way whose own packets may pass no impairment, while those of its neighbours do; null where all
 * are answered in time, or where nobody has to ask: on the same path, and before an entry can fail.
 */
export function unanswered(
  own: ExpectedOutage,
  way: Way,
  course: Course,
  { effects, overdueNs, confirmation }: { effects: readonly Effect[]; overdueNs: Ns; confirmation: Confirmation },
): Reason | null {
  const impaired = impairedBy(effects)
  if (own.highNs === null && own.dark === undefined) return null
  if (impaired.every(losesNothing) && 2 * delaysNs(effects) <= overdueNs) return null
  const broken = course.broken.damaged(new Damage([...course.broken.damage.effects, ...lostAll(effects)]))
  const [heard, lost] = [deafnessOf(course, way), deafnessOf({ ...course, broken }, way)]
  if (lost === null || JSON.stringify(lost) === JSON.stringify(heard)) return null
  return own.highNs !== 0 || failsNs(lost, confirmation) < confirmation.limitNs ? UNANSWERED : null
}
