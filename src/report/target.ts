import type { MeasuredFigure, TargetVerdict } from '../model/measure.ts'
import { limitOf, unitOf, type Unit } from '../model/quantity.ts'
import type { Target } from '../model/target.ts'
import { toMs } from '../model/time.ts'
import { summarizeReason } from './reason.ts'
import type { TargetSummary } from './schema.ts'

/** `target` is what the verdict is about. */
export function summarizeTarget(
  verdict: TargetVerdict,
  target: Target | undefined,
  holes: TargetSummary['holes'],
): TargetSummary {
  const { on, text, measured, figures, bound, because, returned, trial, worst } = verdict
  return {
    on,
    text,
    metric: target?.metric ?? '',
    verdict: verdict.verdict,
    measured,
    figures: figures.map(figureOf),
    bound,
    limit: target === undefined ? null : limitSummary(target),
    because: summarizeReason(because),
    returned: returned === null ? null : { because: summarizeReason(returned.because), isUnbound: returned.isUnbound },
    trial,
    worst: [...worst],
    holes,
  }
}

const UNITS = { time: 'ms', share: 'share', packets: 'packets' } as const satisfies Readonly<Record<Unit, string>>

/** Times in ms, as a summary has them; shares and packets as they are. */
export const inUnit = (value: number, unit: Unit): number => (unit === 'time' ? toMs(value) : value)

const figureOf = ({ unit, value, error, open }: MeasuredFigure): TargetSummary['figures'][number] => ({
  value: inUnit(value, unit),
  error: inUnit(error, unit),
  unit: UNITS[unit],
  open,
})

function limitSummary(target: Target): TargetSummary['limit'] {
  if (target.metric === 'atLeast') return null
  const { bound } = target
  const unit = unitOf(bound)
  return {
    relation: bound.relation,
    value: inUnit(limitOf(bound), unit),
    unit: UNITS[unit],
    quantile: bound.statistic.of === 'quantile' ? bound.statistic.quantile : null,
  }
}
