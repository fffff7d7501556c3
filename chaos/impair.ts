import { CallSite } from '../src/model/callsite.ts'
import type { Fault } from '../src/model/fault.ts'
import { WIRE, type Operation } from '../src/model/operation.ts'
import type { DurationText } from '../src/model/time.ts'
import {
  directionText,
  onText,
  otherEnd,
  panelPlace,
  readDirection,
  senders,
  targetOf,
  type CableDirection,
  type CableTarget,
} from './parts/ends.ts'
import { netemText, readNetem } from './parts/netem.ts'
import { Options } from './parts/options.ts'

/** A share in percent: above 0%, at most 100%. */
export type PercentText = `${number}%`
/** Kilobits, megabits or gigabits a second: `'10mbit'`. */
export type RateText = `${number}${'kbit' | 'mbit' | 'gbit'}`

/** At least one of them must be given, beside `direction`. Default of each: none. */
export interface ImpairOptions {
  /**
   * Share of packets that are lost: independently of each other, or in bursts with a mean length in packets, from 1 (Gilbert-Elliott:
   * every packet is lost in a burst, none between bursts).
   */
  readonly loss?: PercentText | { readonly mean: PercentText; readonly burst: number }
  /** Time by which each packet is delayed. */
  readonly delay?: DurationText
  /** Variation of `delay`, ± and evenly distributed, at most `delay`. Packets overtake one another unless there is a `rate`. */
  readonly jitter?: DurationText
  /** Rate to which the cable is limited. */
  readonly rate?: RateText
  /** Share of packets that arrive twice. */
  readonly duplicate?: PercentText
  /** Share of packets that are not delayed and so overtake those that are; needs `delay`. */
  readonly reorder?: PercentText
  /** Share of packets with one flipped bit. */
  readonly corrupt?: PercentText
  /** Which direction, seen from the near end; in each direction the random choices are separate. Default 'both'. */
  readonly direction?: CableDirection
}

const OPTIONS = ['loss', 'delay', 'jitter', 'rate', 'duplicate', 'reorder', 'corrupt', 'direction']

/**
 * Makes a cable worse with netem on the panel's ends; carrier stays up. It hits every frame that the receiving endpoint
 * should get: LACPDU, VRRP and ARP too. Healing impairs nothing more; what waits in netem's queue arrives when it is due, also
 * after what leaves later.
 */
export function impair(cables: CableTarget, options: ImpairOptions): Fault {
  const read = new Options('impair', new CallSite(), options, OPTIONS)
  const target = targetOf(read, cables)
  const direction = readDirection(read)
  const netem = readNetem(read)

  return {
    kind: 'impair',
    on: onText(target),
    text: `impaired ${directionText(target, direction)}: ${netemText(netem)}`,
    needs: ['netem'],
    target,
    lastsNs: 0,
    problems: read.problems,
    effect: (handle) =>
      senders(direction).map((sender) => ({ effect: 'impaired', at: handle[otherEnd(sender)], netem })),
    steps: (topology, handle) => {
      const place = panelPlace(topology, handle)
      // netem shapes what leaves the middle: towards the receiver.
      const middles = senders(direction).map((sender) => ({ ns: WIRE, name: place.middle(otherEnd(sender)) }))
      return {
        inject: [{ atNs: 0, operations: middles.map((middle) => ({ op: 'netem', ...middle, netem })) }],
        heal: [
          ...middles.map((middle): Operation => ({ op: 'netem-clear', ...middle, limit: netem.limit })),
          ...middles.map((middle): Operation => ({ op: 'netem-delete', ...middle })),
        ],
        proof: middles.map((middle) => ({ check: 'netem', ...middle })),
      }
    },
  }
}
