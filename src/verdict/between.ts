import type { Coverage } from '../measure/coverage.ts'
import { formatNs } from '../model/time.ts'
import { theoryTop, type Case } from './case.ts'
import { timerText } from './covered.ts'
import { isUnder, quantityText, unitOf } from '../model/quantity.ts'
import { valueOf, type BoundTarget } from './value.ts'

/**
 * Where theory gives no top: how a bound that every trial keeps may be broken between two of their phases; null: it is not.
 * A value that follows a timer changes by a whole period over all phases, and by so much more than was seen as the largest
 * gap is to what lies between: range · gap / (1 − gap). What does not follow it is the same everywhere, and nothing is added.
 * A stall follows TCP's retransmissions, which go by leaps: of it nothing can be said this way.
 */
export function between(target: BoundTarget, found: Case, coverage: readonly Coverage[]): string | null {
  const [widest] = coverage
    .filter(({ chosen }) => chosen)
    .sort((a, b) => b.largestGapNs / b.periodNs - a.largestGapNs / a.periodNs)
  const figures = found.trials.flatMap((trial) => valueOf(target, trial, found.experiment.targets).figures)
  if (target.metric === 'stall' || theoryTop(target, found) !== null || widest === undefined || figures.length === 0)
    return null
  const gap = widest.largestGapNs / widest.periodNs
  const values = figures.map(({ value }) => value)
  const highest = Math.max(...values)
  const mayBe = highest + ((highest - Math.min(...values)) * gap) / (1 - gap)
  if (isUnder(mayBe + Math.max(...figures.map(({ error }) => error)), target.bound)) return null
  const apart = `up to ${formatNs(widest.largestGapNs)} apart (${timerText(widest)})`
  return `between two phases, ${apart}, it may be ${quantityText(Math.round(mayBe), unitOf(target.bound))}: run more trials, or raise the bound`
}
