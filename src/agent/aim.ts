import type { Ns } from '../model/time.ts'

/** One timer, and the phase that is wanted of it when the fault strikes. */
export interface Aim {
  readonly periodNs: Ns
  /** [0, 1). */
  readonly wanted: number
  /** When it ran. Of a timer that is started anew: an instant at which it may be. */
  readonly eventNs: Ns
  /** Of a timer that is started anew: it may be at multiples of this from `eventNs`. null: it runs by itself. */
  readonly granuleNs: Ns | null
}

export interface Shot {
  readonly atNs: Ns
  /** When each timer is to be started anew; null: it runs by itself. */
  readonly starts: readonly (Ns | null)[]
  /** In which steps each phase could be chosen; 0: any; null: it could not, it is what it is. */
  readonly steps: readonly (Ns | null)[]
}

/** An instant may give way by this share of the first timer's period, so that another timer's phase comes out exactly. */
const GIVES_WAY = 0.01

/**
 * The instant, not before `earliestNs`, at which the first timer, of the longest period, has the phase that is wanted of
 * it, and the others come as near to theirs as can be: those that can be started anew are; of those that run by themselves
 * the best period of the first one is taken, within `extraNs`.
 */
export function aim(timers: readonly [Aim, ...Aim[]], earliestNs: Ns, extraNs: Ns): Shot {
  const [first] = timers
  const started = timers.filter(isStarted)
  const leadNs = Math.max(0, ...started.map(({ periodNs, granuleNs }) => 2 * periodNs + granuleNs))
  const readyNs = earliestNs + Math.max(0, ...started.map(({ granuleNs }) => granuleNs))
  const soonest =
    first.granuleNs === null
      ? nextAt(first.eventNs + first.wanted * first.periodNs, first.periodNs, earliestNs + leadNs)
      : nextAt(first.eventNs, first.granuleNs, readyNs) + (first.wanted + 2) * first.periodNs
  const free = timers.filter((timer) => timer !== first && timer.granuleNs === null)
  const best = nearestPeriod(soonest, first.periodNs, free, extraNs)
  const exact = first.granuleNs === null ? started.find((timer) => givesWay(timer, first)) : undefined
  const atNs = Math.round(exact === undefined ? best : best + untilGranule(exact, best))
  return {
    atNs,
    starts: timers.map((timer) => (isStarted(timer) ? Math.round(startOf(timer, atNs)) : null)),
    steps: timers.map((timer) => (timer === first || timer === exact ? 0 : timer.granuleNs)),
  }
}

type Started = Aim & { readonly granuleNs: Ns }

const isStarted = (timer: Aim): timer is Started => timer.granuleNs !== null

const givesWay = ({ granuleNs }: Started, first: Aim): boolean => granuleNs / 2 <= GIVES_WAY * first.periodNs

/** The first instant of a row that is not before `earliestNs`. */
const nextAt = (oneNs: Ns, stepNs: Ns, earliestNs: Ns): Ns => oneNs + Math.ceil((earliestNs - oneNs) / stepNs) * stepNs

/** A period and its phase before the fault, at the nearest instant at which it may be. */
const startOf = (timer: Started, atNs: Ns): Ns => {
  const ideal = atNs - (timer.wanted + 1) * timer.periodNs
  return ideal + untilGranule(timer, atNs)
}

/** How far a start that is exactly right lies before the nearest granule; negative: behind it. */
function untilGranule({ eventNs, granuleNs, wanted, periodNs }: Started, atNs: Ns): Ns {
  const ideal = atNs - (wanted + 1) * periodNs
  const steps = Math.round((ideal - eventNs) / granuleNs)
  return eventNs + steps * granuleNs - ideal
}

function nearestPeriod(soonestNs: Ns, periodNs: Ns, free: readonly Aim[], extraNs: Ns): Ns {
  let best = soonestNs
  let least = missOf(free, soonestNs)
  for (let at = soonestNs + periodNs; at <= soonestNs + extraNs && free.length > 0; at += periodNs) {
    const miss = missOf(free, at)
    // What is no better but for rounding is not worth the wait.
    if (miss > least - 0.01) continue
    best = at
    least = miss
  }
  return best
}

/** How far the farthest of these is from the phase that is wanted of it, as a share of its period. */
const missOf = (timers: readonly Aim[], atNs: Ns): number =>
  Math.max(
    0,
    ...timers.map(({ eventNs, periodNs, wanted }) => {
      const off = Math.abs(phaseAt(eventNs, periodNs, atNs) - wanted)
      return Math.min(off, 1 - off)
    }),
  )

/** Where in its period a timer is, [0, 1). */
export const phaseAt = (eventNs: Ns, periodNs: Ns, atNs: Ns): number => {
  const phase = ((atNs - eventNs) / periodNs) % 1
  return phase < 0 ? phase + 1 : phase
}
