import type { ExperimentPlan } from '../model/plan.ts'
import { isSilentOn } from '../model/silence.ts'
import type { Target } from '../model/target.ts'
import { formatNs, type Ns } from '../model/time.ts'
import { unhealedTop, type Window } from '../model/window.ts'

/** What is known of a target before anything runs, by the windows of its traffic. */
export interface Outlook {
  /** `cannot`: every trial will miss it; `risk`: the timers allow more; `fits`: they do not; `open`: no window says. */
  readonly is: 'cannot' | 'risk' | 'fits' | 'open'
  readonly text: string
}

export function outlookOf(target: Target, { variants }: Pick<ExperimentPlan, 'variants'>): Outlook {
  if (target.metric !== 'outage' && target.metric !== 'total' && target.metric !== 'stall')
    return { is: 'open', text: 'no window bounds it' }
  const { limitNs } = target.bound
  const windows = variants.flatMap((variant) => variant.windows.filter(({ on }) => on === target.on))
  const isSilent = variants.some(({ silent }) => isSilentOn(silent, target.on))
  const [worst] = windows.toSorted((a, b) => topOf(b) - topOf(a))
  if (worst === undefined) return { is: 'open', text: 'it has no window' }
  const top = topOf(worst)
  if (worst.lowNs >= limitNs) return { is: 'cannot', text: `the timers need ${formatNs(worst.lowNs)} at least` }
  if (top > limitNs)
    return { is: 'risk', text: top === Infinity ? neverText(worst) : `the timers allow ${formatNs(top)}` }
  if (isSilent) return { is: 'open', text: `${formatNs(top)} at most, but a part of it has no window` }
  if (target.metric === 'total') return { is: 'open', text: `the longest outage is ${formatNs(top)} at most` }
  return { is: 'fits', text: `the timers allow ${formatNs(top)} at most` }
}

const topOf = (window: Window): Ns => unhealedTop(window) ?? Infinity

const neverText = ({ highNs }: Window): string =>
  `it ${highNs === null ? 'does' : 'may'} not come back before the healing`
