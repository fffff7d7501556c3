import { formatNs } from '../model/time.ts'
import { theoryTop } from './case.ts'
import type { Case, Finding } from './case.ts'
import { isWorse, place, valueOf } from './value.ts'
import type { TimedTarget, Value } from './value.ts'

/** Every trial with its error, and the top of the window, must lie under the bound. */
export function judgeEvery(target: TimedTarget, found: Case): Finding {
  const values = found.trials.map((trial) => valueOf(target, trial))
  const over = values.filter((value) => place(value, target.bound) === 'over')
  const [firstOver, ...restOver] = over
  const bound = formatNs(target.bound.limitNs)
  if (firstOver !== undefined) {
    const worst = restOver.reduce((a, b) => (isWorse(b, a) ? b : a), firstOver)
    const because = `${String(over.length)} of ${String(values.length)} over ${bound}${worst.is === 'atLeast' ? ', and had not recovered when the fault was healed' : ''}`
    return { verdict: 'missed', measured: valueText(worst, values), because, trial: worst.trial }
  }
  const [first, ...rest] = values
  const worst = first === undefined ? undefined : rest.reduce((a, b) => (isWorse(b, a) ? b : a), first)
  const measured = worst === undefined ? 'nothing' : valueText(worst, values)
  const unknown = (because: string, trial = worst?.trial ?? null): Finding => ({
    verdict: 'unknown',
    measured,
    because,
    trial,
  })
  if (found.obstacle !== null) return unknown(found.obstacle.because, found.obstacle.trial)
  if (worst === undefined) return unknown('no trial ran')

  const open = values.find((value) => place(value, target.bound) !== 'under')
  if (open !== undefined) return unknown(undecided(open, bound), open.trial)
  const passed = `${String(values.length)} of ${String(values.length)} under ${bound}`
  const top =
    target.metric === 'outage' || target.metric === 'total' || target.metric === 'stall'
      ? theoryTop(target, found)
      : null
  if (top === null) return { verdict: 'met', measured, because: passed, trial: worst.trial }
  if (top === Number.POSITIVE_INFINITY)
    return unknown(`${passed}, but theory says that it may never come back by itself`)
  const allows = `the timers allow ${formatNs(top)}`
  const allowed = target.bound.relation === '<' ? top < target.bound.limitNs : top <= target.bound.limitNs
  return allowed
    ? { verdict: 'met', measured, because: `${passed}; ${allows}`, trial: worst.trial }
    : unknown(`${passed}, ${allows}`)
}

function undecided(value: Value, bound: string): string {
  const trial = `trial ${String(value.trial)}`
  if (value.is === 'missing') return `${trial}: ${value.because}`
  if (value.is === 'atLeast')
    return `${trial} had not recovered after ${formatNs(value.ns)}, and was not watched up to ${bound}: hold the fault longer`
  return `${trial}: ${formatNs(value.ns)} ± ${formatNs(value.errorNs)} lies on both sides of ${bound}: probe faster, or move the bound`
}

/** `3.42 s ± 11 ms (worst of 20)`. */
function valueText(value: Value, values: readonly Value[]): string {
  const of = values.length === 1 ? `trial ${String(value.trial)}` : `worst of ${String(values.length)}`
  return `${oneText(value)} (${of})`
}

export function oneText(value: Value): string {
  if (value.is === 'missing') return 'not measured'
  if (value.is === 'atLeast') return `never recovered in ${formatNs(value.ns)}`
  return `${formatNs(value.ns)} ± ${formatNs(value.errorNs)}`
}
