import { losesAtRandom } from '../model/random-loss.ts'
import { formatNs } from '../model/time.ts'
import { isBounded, theoryTop } from './case.ts'
import type { Case, Judgement } from './case.ts'
import { isUnder, limitText, quantityText } from '../model/quantity.ts'
import { figureText, isWorse, ofStream, oneText, place, placeOf, valueOf } from './value.ts'
import type { BoundTarget, Value } from './value.ts'

/** Every trial with its error, and the top of the window, must lie under the bound. */
export function judgeEvery(target: BoundTarget, found: Case): Judgement {
  const { bound } = target
  const values = found.trials.map((trial) => valueOf(target, trial, found.experiment.targets))
  const all = String(values.length)
  const limit = limitText(bound)
  const over = values.filter((value) => place(value, bound, found.floor) === 'over')
  const worst = worstOf(values.filter((value) => value.figures.length > 0))
  const measured = worst === null ? 'nothing' : valueText(worst, target, values.length)
  const say = (verdict: Judgement['verdict'], because: string, trial = worst?.trial ?? null): Judgement => ({
    verdict,
    measured,
    because,
    trial,
  })

  const decisive = worstOf(over)
  if (decisive !== null)
    return say('missed', `${String(over.length)} of ${all} over ${limit}${still(decisive)}`, decisive.trial)
  if (found.obstacle !== null) return say('unknown', found.obstacle.because, found.obstacle.trial)
  const open = values.find((value) => place(value, bound, found.floor) !== 'under')
  const top = theoryTop(target, found)
  if (open !== undefined) return say('unknown', undecided(open, target, found, top), open.trial)

  const passed = `${all} of ${all} under ${limit}`
  if (top === null) return say('met', passed)
  if (top === Number.POSITIVE_INFINITY) return say('unknown', `${passed}, but theory says that it may never come back`)
  const allows = `the timers allow ${formatNs(top)}`
  if (!isUnder(top, bound)) return say('unknown', `${passed}, ${allows}`)
  return say('met', isBounded(target, found) ? `${passed}; ${allows}` : passed)
}

const worstOf = (values: readonly Value[]): Value | null =>
  values.reduce<Value | null>((a, b) => (a === null || isWorse(b, a) ? b : a), null)

const still = (worst: Value | null): string => {
  const figure = worst?.figures.find(({ open }) => open !== null)
  return figure?.open == null ? '' : `, and still ${figure.state} when ${ENDS[figure.open].text}`
}

const ENDS = {
  healed: { text: 'the fault was healed', next: 'hold the fault longer' },
  watched: { text: 'the watching ended', next: 'recover longer' },
} as const

/** `top`: of the window, or null. A smaller error helps only where the timers keep the bound. */
function undecided(
  value: Value,
  { bound, metric }: BoundTarget,
  { floor, experiment }: Case,
  top: number | null,
): string {
  const trial = `trial ${String(value.trial)}`
  const limit = limitText(bound)
  if (value.missing !== null || value.figures.length === 0)
    return `${trial}: ${value.missing ?? 'nothing was measured'}`
  const open = value.figures.find((figure) => figure.open !== null)
  if (open?.open != null) {
    const { text, next } = ENDS[open.open]
    const since = `had been ${open.state} for ${quantityText(open.value, value.unit)}`
    if (metric === 'total') return `${trial} ${since} in all, and was still so when ${text}: ${next}`
    return `${trial} ${since} when ${text}, and ${limit} had not passed: ${next}`
  }
  const figure = value.figures.find((one) => placeOf(one, bound, floor) !== 'under')
  if (figure === undefined) {
    const dear = value.unbound.find((one) => placeOf(one, bound, 0) !== 'under')
    const cost = dear === undefined ? '' : figureText({ ...dear, word: 'at least' }, value.unit)
    const until = metric === 'back' ? '' : ' until the healing'
    const lost = losesAtRandom(experiment.drift)
      ? `${cost} were lost at a time after it, as the drift loses at random`
      : `the return cost ${cost}`
    return `${trial}: under ${limit}${until}, but ${lost}, and no target binds that: give the flow a reversionOutage`
  }
  if (floor > figure.error) {
    return `${trial}: ${oneText(value)}, but the control lost ${quantityText(floor, value.unit)} without any fault: make the machine quiet`
  }
  if (top !== null && !isUnder(top, bound)) {
    const allow = Number.isFinite(top) ? `the timers allow ${formatNs(top)}` : 'theory says that it may never come back'
    return `${trial}: ${oneText(value)} lies on both sides of ${limit}, and ${allow}: move the bound`
  }
  return `${trial}: ${oneText(value)} lies on both sides of ${limit}: ${figure.remedy === '' ? '' : `${figure.remedy}, or `}move the bound`
}

/** `3.42 s ± 11 ms (worst of 20)`. */
const valueText = (value: Value, target: BoundTarget, all: number): string =>
  `${oneText(value)}${ofStream(target)} (${all === 1 ? `trial ${String(value.trial)}` : `worst of ${String(all)}`})`
