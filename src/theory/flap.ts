import type { Effect } from '../model/fault.ts'
import { formatNs, seconds, type Ns } from '../model/time.ts'
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

/** Pause between two questions for a neighbour (net.ipv4.neigh.default.retrans_time_ms); after three of them its queue is dropped. */
const RETRY_NS = seconds(1)
const GIVES_UP_NS = 3 * RETRY_NS

const REJOINS =
  'LACP lets a leg whose light is back in at its two ends one after the other, what is sent between is lost, and no timer bounds that'

/**
 * The longest of a flap's outages: until the mechanism has moved the traffic, or until the light is back.
 * A node whose own interface is dark forgets its neighbours there and keeps packets while it asks for them again: they
 * arrive late, at its next question, or are dropped after three (net/core/neighbour.c: neigh_carrier_down, neigh_probe).
 * Or why nothing can be said: each return to a LAG costs its own.
 */
export function untilLight(outage: Outage, dark: Ns, held: boolean): Outage | string {
  if (outage.detection?.watch === 'lacpPort') return REJOINS
  if (outage.highNs === 0 || (outage.highNs !== null && outage.highNs <= dark)) return outage
  const ends: Outage = {
    ...outage,
    lowNs: Math.min(outage.lowNs, dark),
    highNs: dark,
    because: `a flap is over after ${formatNs(dark)}; ${outage.because}`,
  }
  if (!held) return ends
  return {
    ...ends,
    lowNs: dark < GIVES_UP_NS ? 0 : ends.lowNs,
    highNs: dark + RETRY_NS,
    because: `${ends.because}; packets wait in the queue of the node whose interface is dark, for its next question for the neighbour, 1 s after the last`,
    source: `${ends.source}; net/core/neighbour.c: neigh_carrier_down, __neigh_event_send`,
  }
}
