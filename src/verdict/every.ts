import { losesAtRandom } from '../model/random-loss.ts'
import { isBounded, theoryTop } from './case.ts'
import type { Case, Judgement } from './case.ts'
import { isUnder, limitText, quantityText } from '../model/quantity.ts'
import { reason, type Reason } from '../model/reason.ts'
import type { Figure } from './figures.ts'
import { figuresOf, figureText, ofStream, oneText, place, placeOf, valueOf, worstOf, worstTrials } from './value.ts'
import type { BoundTarget, Value } from './value.ts'

/** Every trial with its error, and the top of the window, must lie under the bound. */
export function judgeEvery(target: BoundTarget, found: Case): Judgement {
  const { bound } = target
  const values = found.trials.map((trial) => valueOf(target, trial, found.experiment.targets))
  const all = values.length
  const limit = limitText(bound)
  const over = values.filter((value) => place(value, bound, found.floor) === 'over')
  const worst = worstOf(values.filter((value) => value.figures.length > 0))
  const measured = worst === null ? 'nothing' : valueText(worst, target, values.length)
  const say = (verdict: Judgement['verdict'], because: Reason, trial = worst?.trial ?? null): Judgement => ({
    verdict,
    measured,
    figures: worst === null ? [] : figuresOf(worst),
    because,
    trial,
    worst: worstTrials(values),
  })

  const decisive = worstOf(over)
  if (decisive !== null)
    return say(
      'missed',
      still(reason('over')`${{ over: over.length }} of ${{ of: all }} over ${{ limit }}`, decisive),
      decisive.trial,
    )
  if (found.obstacle !== null) return say('unknown', found.obstacle.because, found.obstacle.trial)
  const open = values.find((value) => place(value, bound, found.floor) !== 'under')
  const top = theoryTop(target, found)
  if (open !== undefined) return say('unknown', undecided(open, target, found, top), open.trial)

  const passed = reason('under')`${{ under: all }} of ${{ of: all }} under ${{ bound: limit }}`
  if (top === null) return say('met', passed)
  if (top === Number.POSITIVE_INFINITY)
    return say('unknown', reason('may-never')`${{ passed }}, but theory says that it may never come back`)
  if (!isUnder(top, bound))
    return say('unknown', reason('timers-allow-more')`${{ passed }}, the timers allow ${{ topNs: top }}`)
  return say(
    'met',
    isBounded(target, found) ? reason('timers-keep')`${{ passed }}; the timers allow ${{ topNs: top }}` : passed,
  )
}

const still = (over: Reason, worst: Value): Reason => {
  const figure = worst.figures.find(({ open }) => open !== null)
  return figure?.open == null
    ? over
    : reason('over-and-open')`${{ over }}, and still ${{ state: figure.state }} when ${{ end: ENDS[figure.open].text }}`
}

const ENDS = {
  healed: { text: 'the fault was healed', next: 'hold the fault longer' },
  watched: { text: 'the watching ended', next: 'recover longer' },
} as const

/** `top`: of the window, or null. A smaller error helps only where the timers keep the bound. */
function undecided(value: Value, target: BoundTarget, { floor, experiment }: Case, top: number | null): Reason {
  const { bound, metric } = target
  const { trial, unit } = value
  const limit = limitText(bound)
  if (value.missing !== null || value.figures.length === 0)
    return reason(
      'missing',
    )`trial ${{ trial }}: ${{ missing: value.missing ?? reason('nothing-measured')`nothing was measured` }}`
  const open = value.figures.find((figure) => figure.open !== null)
  if (open?.open != null) return stillOpen(open, value, metric, limit)
  const figure = value.figures.find((one) => placeOf(one, bound, floor) !== 'under')
  if (figure === undefined) return dearReturn(value, target, losesAtRandom(experiment.drift))
  const measured = oneText(value)
  if (floor > figure.error)
    return reason(
      'noisy-control',
    )`trial ${{ trial }}: ${{ measured }}, but the control lost ${{ lost: quantityText(floor, unit) }} without any fault: make the machine quiet`
  const both = reason('both-sides')`trial ${{ trial }}: ${{ measured }} lies on both sides of ${{ limit }}`
  if (top !== null && !isUnder(top, bound))
    return Number.isFinite(top)
      ? reason('bound-below-timers')`${{ both }}, and the timers allow ${{ topNs: top }}: move the bound`
      : reason('bound-and-never')`${{ both }}, and theory says that it may never come back: move the bound`
  return figure.remedy === ''
    ? reason('move-the-bound')`${{ both }}: move the bound`
    : reason('measure-better')`${{ both }}: ${{ remedy: figure.remedy }}, or move the bound`
}

function stillOpen(figure: Figure, { trial, unit }: Value, metric: BoundTarget['metric'], limit: string): Reason {
  const { text: end, next } = ENDS[figure.open ?? 'watched']
  const since = reason(
    'open-for',
  )`trial ${{ trial }} had been ${{ state: figure.state }} for ${{ value: quantityText(figure.value, unit) }}`
  return metric === 'total'
    ? reason('open-in-all')`${{ since }} in all, and was still so when ${{ end }}: ${{ next }}`
    : reason('open-too-soon')`${{ since }} when ${{ end }}, which may be less than ${{ limit }}: ${{ next }}`
}

/** Under the bound, but for a return that costs more, and that no target binds. */
function dearReturn({ trial, unit, unbound }: Value, { bound, metric }: BoundTarget, isRandom: boolean): Reason {
  const dear = unbound.find((one) => placeOf(one, bound, 0) !== 'under')
  const cost = dear === undefined ? '' : figureText({ ...dear, word: 'at least' }, unit)
  const limit = limitText(bound)
  const kept =
    metric === 'back'
      ? reason('under-limit')`under ${{ limit }}`
      : reason('under-until-healing')`under ${{ limit }} until the healing`
  const lost = isRandom
    ? reason('random-losses')`${{ cost }} were lost at a time after it, as the drift loses at random`
    : reason('return-figure')`the return cost ${{ cost }}`
  return reason(
    'unbound-return',
  )`trial ${{ trial }}: ${{ kept }}, but ${{ lost }}, and no target binds that: give the flow a reversionOutage`
}

/** `3.42 s ± 11 ms (worst of 20)`. */
const valueText = (value: Value, target: BoundTarget, all: number): string =>
  `${oneText(value)}${ofStream(target)} (${all === 1 ? `trial ${String(value.trial)}` : `worst of ${String(all)}`})`
