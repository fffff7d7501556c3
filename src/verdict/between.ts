import type { Coverage } from '../measure/coverage.ts'
import { DIRECTIONS, type Direction } from '../model/traffic.ts'
import { isBounded, type Case } from './case.ts'
import { timerReason } from './covered.ts'
import type { Figure } from './figures.ts'
import { isUnder, quantityText, unitOf } from '../model/quantity.ts'
import { reason, type Reason } from '../model/reason.ts'
import { valueOf, type BoundTarget } from './value.ts'

/**
 * Where theory does not bound all of it: how a bound that every trial keeps may be broken between two of their phases; null: it
 * is not. A value that follows a timer changes by a whole period over all phases, and by so much more than was seen as the
 * largest gap is to what lies between: range · gap / (1 − gap). What does not follow it is the same everywhere, and nothing is
 * added. Each direction has values of its own.
 * A stall follows TCP's retransmissions, which go by leaps: of it nothing can be said this way.
 */
export function between(target: BoundTarget, found: Case, coverage: readonly Coverage[]): Reason | null {
  const [widest] = coverage
    .filter(({ chosen }) => chosen)
    .sort((a, b) => b.largestGapNs / b.periodNs - a.largestGapNs / a.periodNs)
  if (target.metric === 'stall' || isBounded(target, found) || widest === undefined) return null
  const gap = widest.largestGapNs / widest.periodNs
  const open = DIRECTIONS.flatMap((direction) => {
    const figures = figuresOf(target, found, direction)
    const values = figures.map(({ value }) => value)
    const highest = Math.max(...values)
    const range = highest - Math.min(...values)
    const mayBe = range === 0 ? highest : highest + (range * gap) / (1 - gap)
    const isKept = isUnder(mayBe + Math.max(...figures.map(({ error }) => error)), target.bound)
    return figures.length === 0 || isKept ? [] : [mayBe]
  })
  if (open.length === 0) return null
  const unit = unitOf(target.bound)
  const worst = Math.max(...open)
  const text = quantityText(unit === 'share' ? worst : Math.round(worst), unit)
  const { largestGapNs } = widest
  return reason('between-phases', {
    timers: [widest.timer],
  })`between two phases, up to ${{ largestGapNs }} apart (${{ timer: timerReason(widest) }}), it may be ${{ value: text }}: run more trials, or raise the bound`
}

const figuresOf = (target: BoundTarget, { experiment, trials }: Case, way: Direction): readonly Figure[] =>
  trials.flatMap((trial) => {
    const flows = trial.flows.filter(({ direction }) => direction === way)
    return valueOf(target, { ...trial, flows }, experiment.targets).figures
  })
