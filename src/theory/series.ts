import type { Effect } from '../model/fault.ts'
import type { Ns } from '../model/time.ts'
import { endpointText, type Endpoint } from '../model/topology.ts'
import type { Span } from './change.ts'

type Flaps = Extract<Effect, { effect: 'carrier-flaps' }>

/** A cable that goes dark again and again, or several at once. */
export interface FlapSeries {
  readonly at: readonly Endpoint[]
  readonly count: number
  readonly darkNs: Ns
  /** Between two darknesses. */
  readonly light: Span
  /** From the first darkness to the last light, at most. */
  readonly lastsNs: Ns
}

/** A flapping cable, while it is dark. */
export const whileDark = (effects: readonly Effect[]): readonly Effect[] =>
  effects.map((one) => (one.effect === 'carrier-flaps' ? { effect: 'carrier-lost', at: one.at } : one))

/** Null: nothing flaps. */
export function seriesOf(effects: readonly Effect[]): FlapSeries | null {
  const flaps = effects.filter((one): one is Flaps => one.effect === 'carrier-flaps')
  const [flap] = flaps
  if (flap === undefined) return null
  const { downNs, upNs, count, jitterNs = 0 } = flap
  return {
    at: [...new Map(flaps.map(({ at }) => [endpointText(at), at])).values()],
    count,
    darkNs: downNs,
    light: { lowNs: Math.max(0, upNs - jitterNs), highNs: upNs + jitterNs },
    lastsNs: (count - 1) * (downNs + upNs) + downNs + (count > 1 ? jitterNs : 0),
  }
}

/** Only its first darkness. */
export const once = (series: FlapSeries): FlapSeries => ({ ...series, count: 1, lastsNs: series.darkNs })

/** Five packets in a row end an outage (RFC 6412); with fewer between two darknesses it is one. */
const VALIDATING_STEPS = 6

/** In a light that is so long something has arrived again for long enough to end an outage. */
export const endsBetween = ({ count, light }: FlapSeries, lagNs: Ns, stepNs: Ns): boolean =>
  count === 1 || light.lowNs - lagNs > VALIDATING_STEPS * stepNs

/**
 * The most that a stream loses at one go, where each darkness costs up to `onceNs` in the dark, and packets arrive again
 * up to `lagNs` after the light is back.
 */
export function longestLossNs(series: FlapSeries, onceNs: Ns, lagNs: Ns, stepNs: Ns): Ns {
  const { count, light, lastsNs } = series
  if (onceNs === 0 && lagNs === 0) return 0
  if (endsBetween(series, lagNs, stepNs)) return onceNs + lagNs
  // Only what is lost counts, each darkness to a packet.
  const isBackBetween = light.lowNs > lagNs
  return Math.min(lastsNs + lagNs, isBackBetween ? count * (onceNs + lagNs + stepNs) : Infinity)
}

/** How a node asks for a neighbour that it has forgotten: at its first packet, and then again and again. */
export interface Asking {
  /** From one question to the next. */
  readonly every: Span
  readonly stepNs: Ns
}

/** After three questions in vain the next packet asks. */
const QUESTIONS = 3

/** The k-th question after the darkness that has begun them, where none was answered before. */
const question = (k: number, { every, stepNs }: Asking): Span => ({
  lowNs: k * every.lowNs,
  highNs: k * every.highNs + (1 + Math.floor(k / QUESTIONS)) * stepNs,
})

/**
 * The most that a stream loses at one go where its own node goes dark. The node forgets its neighbour at each darkness and
 * asks anew, at its first packet and every second after it; only a question in the light is answered. Where none is sure to
 * fall into one, the next darkness begins it all again, and it is one outage from the first flap to after the last.
 */
export function longestHeldNs(series: FlapSeries, asking: Asking): Ns {
  const { count, light, darkNs, lastsNs } = series
  const { every, stepNs } = asking
  const most = Math.ceil((darkNs + every.highNs) / every.lowNs) + 1
  const sure = Array.from({ length: most }, (_, k) => question(k, asking)).filter(({ lowNs }) => lowNs >= darkNs)
  const answeredNs = Math.min(darkNs + every.highNs + stepNs, ...sure.map(({ highNs }) => highNs))
  const isBackBetween = count === 1 || answeredNs + VALIDATING_STEPS * stepNs <= darkNs + light.lowNs
  return isBackBetween ? answeredNs : lastsNs - darkNs + answeredNs
}
