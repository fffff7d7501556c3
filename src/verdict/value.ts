import type { Bound, Target } from '../model/target.ts'
import type { MeasuredFigure, TrialMeasure } from '../model/measure.ts'
import { flowFigures, notMeasured, type Figure, type Figures } from './figures.ts'
import { stallFigures } from './stall.ts'
import { unboundReturn } from './return.ts'
import { isUnder, limitOf, quantityText, unitOf, type Unit } from '../model/quantity.ts'

export type BoundTarget = Exclude<Target, { metric: 'atLeast' }>

/** What one trial says of one target. */
export interface Value extends Figures {
  readonly trial: number
  readonly unit: Unit
  /** What the return cost, where no target binds it: it has to be under the bound, too, before the target is met. */
  readonly unbound: readonly Figure[]
}

/** A target on a flow binds both its directions: each figure of either counts. */
export function valueOf(target: BoundTarget, trial: TrialMeasure, targets: readonly Target[]): Value {
  const found = target.metric === 'stall' ? stallFigures(target, trial) : bothWays(target, trial)
  return { trial: trial.index, unit: unitOf(target.bound), unbound: unboundReturn(target, targets, trial), ...found }
}

type FlowTarget = Exclude<BoundTarget, { metric: 'stall' }>

function bothWays(target: FlowTarget, trial: TrialMeasure): Figures {
  const ways = trial.flows.filter(({ name }) => name === target.on).map((flow) => flowFigures(target, flow))
  if (ways.length === 0) return { figures: [], missing: notMeasured(target.on) }
  const figures = ways.flatMap((way) => way.figures)
  const missing = ways.find((way) => way.missing !== null)?.missing ?? null
  // A direction that does not fail over has no detection and no reversion; the other one's is the flow's.
  const isPartial = target.metric === 'detection' || target.metric === 'reversionTime'
  return { figures, missing: isPartial && figures.length > 0 ? null : missing }
}

/** The larger figure is the worse one, whatever its error; of two alike the one that had not ended. Nothing measured is worst. */
export function isWorse(a: Value, b: Value): boolean {
  const [one, other] = [largest(a), largest(b)]
  if (one === undefined || other === undefined) return one === undefined && other !== undefined
  return one.value === other.value ? one.open !== null && other.open === null : one.value > other.value
}

const largest = (value: Value): Figure | undefined =>
  value.figures.reduce<Figure | undefined>(
    (a, b) => (a === undefined || b.value > a.value || (b.value === a.value && b.open !== null) ? b : a),
    undefined,
  )

/** null: there is none. */
export const worstOf = (values: readonly Value[]): Value | null =>
  values.reduce<Value | null>((a, b) => (a === null || isWorse(b, a) ? b : a), null)

/** Of each trial whose worst figure is that of the worst: none of them is the one. */
export function worstTrials(values: readonly Value[]): readonly number[] {
  const worst = worstOf(values)
  return worst === null ? [] : values.filter((one) => !isWorse(worst, one)).map(({ trial }) => trial)
}

/** What its text has, as numbers. */
export const figuresOf = ({ figures, unit }: Value): readonly MeasuredFigure[] =>
  figures.map(({ value, error, open }) => ({ unit, value, error, open }))

export type Side = 'under' | 'over' | 'undecided'

/**
 * Which side of the bound a trial lies on, with all of its error; over it only by more than the noise floor.
 * One figure over the bound is enough to be over it; to be under it takes all of them.
 */
export function place(value: Value, bound: Bound, floor: number): Side {
  const places = value.figures.map((figure) => placeOf(figure, bound, floor))
  if (places.includes('over')) return 'over'
  const isUnder = value.missing === null && places.length > 0 && !places.includes('undecided')
  return isUnder && costsLittle(value, bound) ? 'under' : 'undecided'
}

/** A return that no target binds stays under the bound. */
const costsLittle = ({ unbound }: Value, bound: Bound): boolean =>
  unbound.every((figure) => placeOf(figure, bound, 0) === 'under')

export function placeOf({ value, error, open }: Figure, bound: Bound, floor: number): Side {
  const limit = limitOf(bound)
  const low = value - error - floor
  if (bound.relation === '<' ? low >= limit : low > limit) return 'over'
  return open === null && isUnder(value + error, bound) ? 'under' : 'undecided'
}

/** `8.14 s ± 10 ms, and never recovered in 3.12 s`: the longest that ended, and the longest that did not. */
export function oneText(value: Value): string {
  const ended = largest({ ...value, figures: value.figures.filter(({ open }) => open === null) })
  const open = largest({ ...value, figures: value.figures.filter((figure) => figure.open !== null) })
  const texts = [
    ended === undefined ? '' : figureText(ended, value.unit),
    open === undefined ? '' : figureText(open, value.unit),
  ]
  if (ended !== undefined && open !== undefined && (ended.value === 0 || value.unit !== 'time')) texts.shift()
  return texts.filter((text) => text !== '').join(', and ') || 'not measured'
}

/** A share of losses is that of one stream, and what a flow has lost in all is another number. */
export const ofStream = (target: BoundTarget): string => (target.metric === 'lost' ? ' of the worst stream' : '')

export function figureText({ value, error, open, word, instead }: Figure, unit: Unit): string {
  if (instead !== undefined) return instead
  if (open !== null) return `${word} ${quantityText(value, unit)}`
  return error === 0 ? quantityText(value, unit) : `${quantityText(value, unit)} ± ${quantityText(error, unit)}`
}
