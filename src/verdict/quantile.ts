import { quantileOf } from '../model/quantile.ts'
import { refutes, shows, trialsNeeded } from './binomial.ts'
import type { Case, Judgement } from './case.ts'
import { limitText } from '../model/quantity.ts'
import { reason, type Reason } from '../model/reason.ts'
import { figuresOf, isWorse, ofStream, oneText, place, valueOf, worstTrials } from './value.ts'
import type { BoundTarget } from './value.ts'

/** A quantile lies under the bound, or over it, only where a binomial bound says so at 95 %. */
export function judgeQuantile(target: BoundTarget, quantile: number, found: Case): Judgement {
  const values = found.trials
    .map((trial) => valueOf(target, trial, found.experiment.targets))
    .sort((a, b) => (isWorse(a, b) ? 1 : isWorse(b, a) ? -1 : 0))
  const all = values.length
  const count = (side: string): number =>
    values.filter((value) => place(value, target.bound, found.floor) === side).length
  const under = count('under')
  const over = count('over')
  const at = quantileOf(values, quantile)
  const name = quantile === 0.5 ? 'median' : `p${String(Math.round(quantile * 1e4) / 100)}`
  const measured = at === undefined ? 'nothing' : `${name} ${oneText(at)}${ofStream(target)} (of ${String(all)})`
  const bound = limitText(target.bound)
  const say = (verdict: Judgement['verdict'], because: Reason, trial = at?.trial ?? null): Judgement => ({
    verdict,
    measured,
    figures: at === undefined ? [] : figuresOf(at),
    because,
    trial,
    worst: worstTrials(values),
  })

  if (all > 0 && refutes(over, all, quantile))
    return say(
      'missed',
      reason(
        'quantile-over',
      )`${{ over }} of ${{ of: all }} over ${{ bound }}: at 95 % the ${{ quantile: name }} is over it`,
    )
  if (found.obstacle !== null) return say('unknown', found.obstacle.because, found.obstacle.trial)
  const counted = reason('under')`${{ under }} of ${{ of: all }} under ${{ bound }}`
  if (shows(under, all, quantile))
    return say('met', reason('quantile-under')`${{ counted }}: at 95 % the ${{ quantile: name }} is under it`)
  const needed = trialsNeeded(all - under, quantile)
  return say(
    'unknown',
    under === all
      ? reason('too-few-trials')`${{ counted }}: too few trials, ${{ needed }} would do`
      : reason('too-few-trials')`${{ counted }}: too few trials, ${{ needed }} would do if no more of them are over`,
  )
}
