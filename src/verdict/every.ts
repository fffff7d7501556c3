import { formatNs } from '../model/time.ts'
import { theoryTop } from './case.ts'
import type { Case, Finding } from './case.ts'
import { isWorse, place, valueOf } from './value.ts'
import type { TimedTarget, Value } from './value.ts'

/** Every trial with its error, and the top of the window, must lie under the bound. */
export function judgeEvery(target: TimedTarget, found: Case): Finding {
  const values = found.trials.map((trial) => valueOf(target, trial))
  const all = String(values.length)
  const bound = formatNs(target.bound.limitNs)
  const over = values.filter((value) => place(value, target.bound, found.floorNs) === 'over')
  const worst = worstOf(over.length > 0 ? over : values.filter((value) => value.is !== 'missing'))
  const measured = worst === null ? 'nothing' : valueText(worst, values.length)
  const say = (verdict: Finding['verdict'], because: string, trial = worst?.trial ?? null): Finding => ({
    verdict,
    measured,
    because,
    trial,
  })

  if (over.length > 0) return say('missed', `${String(over.length)} of ${all} over ${bound}${still(worst)}`)
  if (found.obstacle !== null) return say('unknown', found.obstacle.because, found.obstacle.trial)
  const open = values.find((value) => place(value, target.bound, found.floorNs) !== 'under')
  if (open !== undefined) return say('unknown', undecided(open, bound, found.floorNs), open.trial)

  const passed = `${all} of ${all} under ${bound}`
  const top = theoryTop(target, found)
  if (top === null) return say('met', passed)
  if (top === Number.POSITIVE_INFINITY) return say('unknown', `${passed}, but theory says that it may never come back`)
  const allowed = target.bound.relation === '<' ? top < target.bound.limitNs : top <= target.bound.limitNs
  const allows = `the timers allow ${formatNs(top)}`
  if (!allowed) return say('unknown', `${passed}, ${allows}`)
  return say('met', target.metric === 'total' ? passed : `${passed}; ${allows}`)
}

const worstOf = (values: readonly Value[]): Value | null =>
  values.reduce<Value | null>((a, b) => (a === null || isWorse(b, a) ? b : a), null)

const still = (worst: Value | null): string =>
  worst?.is === 'atLeast' ? `, and still down when ${ENDS[worst.until].text}` : ''

const ENDS = {
  healed: { text: 'the fault was healed', next: 'hold the fault longer' },
  watched: { text: 'the watching ended', next: 'recover longer' },
} as const

function undecided(value: Value, bound: string, floorNs: number): string {
  const trial = `trial ${String(value.trial)}`
  if (value.is === 'missing') return `${trial}: ${value.because}`
  if (value.is === 'atLeast') {
    const { text, next } = ENDS[value.until]
    return `${trial} had been down for ${formatNs(value.ns)} when ${text}, and ${bound} had not passed: ${next}`
  }
  if (floorNs > value.errorNs) {
    return `${trial}: ${oneText(value)}, but the control lost ${formatNs(floorNs)} without any fault: make the machine quiet`
  }
  return `${trial}: ${oneText(value)} lies on both sides of ${bound}: probe faster, or move the bound`
}

/** `3.42 s ± 11 ms (worst of 20)`. */
const valueText = (value: Value, all: number): string =>
  `${oneText(value)} (${all === 1 ? `trial ${String(value.trial)}` : `worst of ${String(all)}`})`

export function oneText(value: Value): string {
  if (value.is === 'missing') return 'not measured'
  if (value.is === 'atLeast') return `never recovered in ${formatNs(value.ns)}`
  return `${formatNs(value.ns)} ± ${formatNs(value.errorNs)}`
}
