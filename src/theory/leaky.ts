import type { PhasePlan } from '../model/phase.ts'
import type { Reason } from '../model/reason.ts'
import type { Prediction, Window } from '../model/window.ts'

/** What holds whether such frames are sent or dropped; of the rest theory is silent, and trials are spread as `spread` has it. */
export function agreed(
  strict: Prediction,
  leaky: Prediction,
  because: Reason,
  spread: (named: PhasePlan['named']) => PhasePlan,
): Prediction {
  const isSame = (one: Window): boolean => {
    const other = leaky.windows.find(({ on, direction }) => on === one.on && direction === one.direction)
    return other !== undefined && boundsOf(other) === boundsOf(one)
  }
  const unsure = strict.windows.filter((one) => !isSame(one))
  if (unsure.length === 0) return strict
  return {
    ...strict,
    windows: strict.windows.filter((one) => !unsure.includes(one)),
    phases: spread(strict.phases.named),
    silent: [...strict.silent, ...unsure.map(({ on, direction }) => ({ on, direction: direction ?? null, because }))],
    returns: strict.returns.filter(
      (one) => !unsure.some(({ on, direction }) => on === one.on && direction === one.direction),
    ),
  }
}

const boundsOf = ({ lowNs, highNs, unhealedNs, releasedNs, usual }: Window): string =>
  JSON.stringify([lowNs, highNs, unhealedNs, releasedNs, usual])
