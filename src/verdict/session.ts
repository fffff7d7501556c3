import type { SessionMeasure } from '../model/measure.ts'
import type { Target } from '../model/target.ts'
import { SESSION_VERDICTS } from '../model/traffic.ts'
import type { Case, Judgement } from './case.ts'
import { sessionOf } from './stall.ts'

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
    const because = found.obstacle?.because ?? `${target.on} was not measured`
    return { verdict: 'unknown', measured: 'nothing', because, trial: found.obstacle?.trial ?? null }
  }
  const shown = ({ trial, session }: (typeof sessions)[number]): string =>
    `${session.verdict} (${all === 1 ? `trial ${String(trial)}` : `worst of ${String(all)}`})`
  const unknown = (because: string, trial: number | null, one = worst): Judgement => ({
    verdict: 'unknown',
    measured: shown(one),
    because,
    trial,
  })
  const below = sessions.filter((one) => one.rank > limit).length
  if (below > 0 && found.floor > limit) {
    const likewise = SESSION_VERDICTS[found.floor] ?? 'worse'
    return unknown(`the control, which has no fault, is ${likewise} too: it is not the fault that does it`, worst.trial)
  }
  if (below > 0) {
    const because = `${String(below)} of ${String(all)} worse than ${target.atLeast}: ${worst.session.evidence.join(', ')}`
    return { verdict: 'missed', measured: shown(worst), because, trial: worst.trial }
  }
  if (found.obstacle !== null) return unknown(found.obstacle.because, found.obstacle.trial)
  const open = sessions.find(({ session }) => session.verdict === 'unknown')
  if (open !== undefined)
    return unknown(`trial ${String(open.trial)}: ${open.session.because ?? 'it cannot be said'}`, open.trial, open)
  if (sessions.length < all)
    return unknown(`${target.on} was measured in ${String(sessions.length)} of ${String(all)} trials`, null)
  const because = `${String(all)} of ${String(all)} ${target.atLeast} or better`
  return { verdict: 'met', measured: shown(worst), because, trial: worst.trial }
}

/** In the order of SESSION_VERDICTS: 0 is untouched. */
export const rankOf = ({ verdict, atBest }: SessionMeasure): number =>
  SESSION_VERDICTS.indexOf(verdict === 'unknown' ? atBest : verdict)
