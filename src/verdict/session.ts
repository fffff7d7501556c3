import type { SessionMeasure } from '../model/measure.ts'
import { reason, type Reason } from '../model/reason.ts'
import type { Target } from '../model/target.ts'
import { SESSION_VERDICTS } from '../model/traffic.ts'
import type { Case, Judgement } from './case.ts'
import { sessionOf } from './stall.ts'
import { notMeasured } from './figures.ts'

/** Every trial's session must have come off at least so well, in the order of SESSION_VERDICTS. */
export function judgeSession(target: Extract<Target, { metric: 'atLeast' }>, found: Case): Judgement {
  const sessions = found.trials.flatMap((trial) => {
    const session = sessionOf(target, trial)
    return session === undefined ? [] : [{ trial: trial.index, session, rank: rankOf(session) }]
  })
  const all = found.trials.length
  const limit = SESSION_VERDICTS.indexOf(target.atLeast)
  // An unknown one ranks as what it is at best: that may be too bad already.
  const worst = sessions.reduce<(typeof sessions)[number] | undefined>(
    (a, b) => (a === undefined || b.rank > a.rank ? b : a),
    undefined,
  )
  if (worst === undefined) {
    const because = found.obstacle?.because ?? notMeasured(target.on)
    const trial = found.obstacle?.trial ?? null
    return { verdict: 'unknown', measured: 'nothing', figures: [], because, trial, worst: [] }
  }
  const shown = ({ trial, session }: (typeof sessions)[number]): string =>
    `${session.verdict} (${all === 1 ? `trial ${String(trial)}` : `worst of ${String(all)}`})`
  const said = (
    verdict: Judgement['verdict'],
    because: Reason,
    trial: number | null = worst.trial,
    one = worst,
  ): Judgement => ({
    verdict,
    measured: shown(one),
    figures: [],
    because,
    trial,
    worst: sessions.filter(({ rank }) => rank === worst.rank).map((other) => other.trial),
  })
  const unknown = (because: Reason, trial: number | null, one = worst): Judgement =>
    said('unknown', because, trial, one)
  const below = sessions.filter((one) => one.rank > limit).length
  if (below > 0 && found.floor > limit) {
    const likewise = SESSION_VERDICTS[found.floor] ?? 'worse'
    return unknown(
      reason(
        'control-likewise',
      )`the control, which has no fault, is ${{ likewise }} too: it is not the fault that does it`,
      worst.trial,
    )
  }
  if (below > 0) {
    const { evidence } = worst.session
    return said(
      'missed',
      reason(
        'worse-than',
      )`${{ below }} of ${{ of: all }} worse than ${{ atLeast: target.atLeast }}: ${{ evidence: evidence.join(', ') }}`,
    )
  }
  if (found.obstacle !== null) return unknown(found.obstacle.because, found.obstacle.trial)
  const open = sessions.find(({ session }) => session.verdict === 'unknown')
  if (open !== undefined)
    return unknown(
      reason(
        'session-open',
      )`trial ${{ trial: open.trial }}: ${{ because: open.session.because ?? reason('unsaid')`it cannot be said` }}`,
      open.trial,
      open,
    )
  if (sessions.length < all)
    return unknown(
      reason(
        'measured-in-some',
      )`${{ on: target.on }} was measured in ${{ count: sessions.length }} of ${{ of: all }} trials`,
      null,
    )
  return said('met', reason('or-better')`${{ count: all }} of ${{ of: all }} ${{ atLeast: target.atLeast }} or better`)
}

/** In the order of SESSION_VERDICTS: 0 is untouched. */
export const rankOf = ({ verdict, atBest }: SessionMeasure): number =>
  SESSION_VERDICTS.indexOf(verdict === 'unknown' ? atBest : verdict)
