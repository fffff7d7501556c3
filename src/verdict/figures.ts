import { isLate } from '../measure/late.ts'
import type { FlowMeasure, MeasureError } from '../model/measure.ts'
import { reason, type Reason } from '../model/reason.ts'
import type { LossBound, TimeMetric } from '../model/target.ts'
import type { Ns } from '../model/time.ts'

/** One figure of a trial, in the unit of its target's bound. */
export interface Figure {
  readonly value: number
  readonly error: number
  /** When it had still not ended, so that it is at least so large; null: it had. */
  readonly open: Until | null
  /** What an open one is: `never recovered in` so long, and still `down`. */
  readonly word: string
  readonly state: 'down' | 'late' | 'away' | 'silent'
  /** Said in place of the value, where that is no measurement. */
  readonly instead?: string
  /** What would make its error smaller; empty: nothing that a lab can set. */
  readonly remedy: string
}

export type Until = 'healed' | 'watched'

export interface Figures {
  readonly figures: readonly Figure[]
  /** Why something was not measured; null: all was. */
  readonly missing: Reason | null
}

export const notMeasured = (on: string): Reason => reason('not-measured')`${{ on }} was not measured`

type FlowTarget = { readonly metric: TimeMetric } | { readonly metric: 'lost'; readonly bound: LossBound }

const NEVER = 'never recovered in'
const LATE = 'never in time for'
const AWAY = 'not on the preferred path after'
const STATES: Readonly<Record<string, Figure['state']>> = { [LATE]: 'late', [AWAY]: 'away' }

/** What one direction of a flow says of a target. */
export function flowFigures(target: FlowTarget, flow: FlowMeasure): Figures {
  const never = isLate(flow.outages) ? LATE : NEVER
  const figure = (value: Ns, open: Until | null = null, word = never): Figure => ({
    value,
    error: flow.errorNs,
    open,
    word,
    state: STATES[word] ?? 'down',
    remedy: remedyOf(flow.error),
  })
  /** When a watcher saw it: the spacing of the probes has no part in that. */
  const seen = (value: Ns | null, errorNs: Ns, because: Reason): Figures => {
    if (value === null) return { figures: [], missing: because }
    const { stampsNs, latenessNs } = flow.error
    const isPolled = errorNs > 2 * (stampsNs + latenessNs)
    const remedy = isPolled ? '' : remedyOf({ spacingNs: 0, stampsNs, latenessNs, splitNs: 0 })
    return { figures: [{ ...figure(value), error: errorNs, remedy }], missing: null }
  }
  switch (target.metric) {
    case 'outage':
      return { figures: outageFigures(flow, figure), missing: null }
    case 'total':
      return { figures: [figure(flow.totalNs, totalEnd(flow), 'at least')], missing: null }
    case 'lost':
      return { figures: [lossFigure(flow, target.bound)], missing: null }
    case 'detection':
      return seen(flow.detectionNs, flow.detectionErrorNs, reason('undetected')`the event of detection was not seen`)
    case 'reversionTime': {
      const { reversionTimeNs, reversionAwayNs, reversionTimeErrorNs } = flow
      if (reversionAwayNs !== null) return { figures: [figure(reversionAwayNs, 'watched', AWAY)], missing: null }
      return seen(
        reversionTimeNs,
        reversionTimeErrorNs,
        reason('not-seen-to-return')`traffic was not seen to return to the preferred path`,
      )
    }
    case 'back':
      return sinceHealing(flow.backNs, flow.backAtLeastNs, (ns, open) => ({
        ...figure(ns, open, 'not back after'),
        ...(flow.outcome === 'never' || ns > 0 ? {} : { instead: 'nothing was down at the healing' }),
      }))
    case 'reversionOutage': {
      const found = sinceHealing(flow.reversionOutageNs, flow.reversionAtLeastNs, figure)
      if (flow.outcome !== 'never') return found
      const missing = reason('not-recovered')`it had not recovered before the healing: nothing could return`
      return { figures: found.figures.filter(({ value }) => value > 0), missing }
    }
  }
}

function outageFigures(flow: FlowMeasure, figure: (ns: Ns, open?: Until) => Figure): Figure[] {
  const { outageNs, atLeastNs, goneNs } = flow
  const open = [
    ...(goneNs === null ? [] : [figure(goneNs, 'watched')]),
    ...(atLeastNs === null ? [] : [figure(atLeastNs, 'healed')]),
  ]
  return outageNs === null && open.length > 0 ? open : [figure(outageNs ?? 0), ...open]
}

function totalEnd({ backAtLeastNs, reversionAtLeastNs, outcome }: FlowMeasure): Until | null {
  if (backAtLeastNs !== null || reversionAtLeastNs !== null) return 'watched'
  return outcome === 'never' ? 'healed' : null
}

/** Counted, not timed: it has no error. */
const lossFigure = ({ worstLoss: { lost, sent } }: FlowMeasure, { unit }: LossBound): Figure => ({
  value: unit === 'packets' ? lost : sent === 0 ? Number.NaN : lost / sent,
  error: 0,
  open: null,
  word: '',
  state: 'down',
  remedy: '',
})

function sinceHealing(endedNs: Ns | null, openNs: Ns | null, figure: (ns: Ns, open?: Until) => Figure): Figures {
  if (endedNs === null) return { figures: [], missing: reason('not-healed')`the fault was not healed` }
  return { figures: [figure(endedNs), ...(openNs === null ? [] : [figure(openNs, 'watched')])], missing: null }
}

/** By the largest part of the error. */
function remedyOf({ spacingNs, stampsNs, latenessNs, splitNs }: MeasureError): string {
  const most = Math.max(spacingNs, stampsNs, latenessNs, splitNs)
  if (most === spacingNs) return 'probe faster'
  if (most === latenessNs) return 'the probes left late: run fewer guests at once, or in virtual time'
  if (most === stampsNs) return 'the batch took long: run fewer guests at once, or in virtual time'
  return 'packets are long on their way at the healing: hold the fault longer'
}
