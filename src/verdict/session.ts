import type { Target } from '../model/target.ts'
import { SESSION_VERDICTS } from '../model/traffic.ts'
import type { Case, Finding } from './case.ts'
import { sessionOf } from './value.ts'

/** Every trial's session must have come off at least so well, in the order of SESSION_VERDICTS. */
export function judgeSession(target: Extract<Target, { metric: 'atLeast' }>, found: Case): Finding {
  const sessions = found.trials.flatMap((trial) => {
    const session = sessionOf(target, trial)
    return session === undefined
      ? []
      : [{ trial: trial.index, session, rank: SESSION_VERDICTS.indexOf(session.verdict) }]
  })
  const all = found.trials.length
  const worst = sessions.reduce<(typeof sessions)[number] | undefined>(
    (a, b) => (a === undefined || b.rank > a.rank ? b : a),
    undefined,
  )
  if (worst === undefined) {
    const because = found.obstacle?.because ?? `${target.on} was not measured`
    return { verdict: 'unknown', measured: 'nothing', because, trial: found.obstacle?.trial ?? null }
  }
  const measured = `${worst.session.verdict} (${all === 1 ? `trial ${String(worst.trial)}` : `worst of ${String(all)}`})`
  const limit = SESSION_VERDICTS.indexOf(target.atLeast)
  const below = sessions.filter((one) => one.rank > limit).length
  if (below > 0) {
    const because = `${String(below)} of ${String(all)} worse than ${target.atLeast}: ${worst.session.evidence.join(', ')}`
    return { verdict: 'missed', measured, because, trial: worst.trial }
  }
  if (found.obstacle !== null)
    return { verdict: 'unknown', measured, because: found.obstacle.because, trial: found.obstacle.trial }
  if (sessions.length < all)
    return {
      verdict: 'unknown',
      measured,
      because: `${target.on} was measured in ${String(sessions.length)} of ${String(all)} trials`,
      trial: null,
    }
  return {
    verdict: 'met',
    measured,
    because: `${String(all)} of ${String(all)} ${target.atLeast} or better`,
    trial: worst.trial,
  }
}
