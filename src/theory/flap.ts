import type { Effect } from '../model/fault.ts'
import { formatNs, type Ns } from '../model/time.ts'
import type { Outage } from './outage.ts'

type Flaps = Extract<Effect, { effect: 'carrier-flaps' }>

/** A flapping cable, while it is dark. */
export const whileDark = (effects: readonly Effect[]): readonly Effect[] =>
  effects.map((one) => (one.effect === 'carrier-flaps' ? { effect: 'carrier-lost', at: one.at } : one))

/** How long a flap is dark; null where nothing flaps. */
export function darkNs(effects: readonly Effect[]): Ns | null {
  const flaps = effects.filter((one): one is Flaps => one.effect === 'carrier-flaps')
  return flaps.length === 0 ? null : Math.max(...flaps.map(({ downNs }) => downNs))
}

/** The longest of a flap's outages: until the mechanism has moved the traffic, or until the light is back. */
export function untilLight(outage: Outage, dark: Ns): Outage {
  if (outage.highNs !== null && outage.highNs <= dark) return outage
  return {
    ...outage,
    lowNs: Math.min(outage.lowNs, dark),
    highNs: dark,
    because: `a flap is over after ${formatNs(dark)}; ${outage.because}`,
  }
}
