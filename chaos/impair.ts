import type { Fault } from '../src/model/fault.ts'
import { WIRE, type Operation } from '../src/model/operation.ts'
import type { DurationText } from '../src/model/time.ts'
import type { DelayDistribution, Netem } from '../src/model/traffic-control.ts'
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
import { optionsOf } from './parts/options.ts'
import type { Parameters } from '../src/words/parameters.ts'

/** A share in percent: above 0%, at most 100%. */
export type PercentText = `${number}%`
/** Kilobits, megabits or gigabits a second: `'10mbit'`. */
export type RateText = `${number}${'kbit' | 'mbit' | 'gbit'}`

/** What is done to the packets of one direction. At least one option must be given. Default of each: none. */
export interface Impairment {
  /**
   * Share of packets that are lost: independently of each other, or in bursts with a mean length in packets, from 1 (Gilbert-Elliott:
   * every packet is lost in a burst, none between bursts).
   */
  readonly loss?: PercentText | { readonly mean: PercentText; readonly burst: number }
  /** Time by which each packet is delayed. */
  readonly delay?: DurationText
  /**
   * Variation of `delay`, at most `delay`: half the width of an even distribution, the standard deviation of another one. Packets
   * overtake one another unless there is a `rate`.
   */
  readonly jitter?: DurationText
  /** How `jitter` is distributed: evenly, or up to four standard deviations around `delay` and never below 0. Default 'uniform'. */
  readonly distribution?: 'uniform' | DelayDistribution
  /** Rate to which the cable is limited. */
  readonly rate?: RateText
  /** Share of packets that arrive twice. */
  readonly duplicate?: PercentText
  /**
   * Share of packets that are not delayed and so overtake those that are; needs `delay`. `correlation` with the last packet's choice: netem
   * does not keep the share then.
   */
  readonly reorder?: PercentText | { readonly share: PercentText; readonly correlation: PercentText }
  /** Of so many packets in a row at most one overtakes, from 1; needs `reorder`. Default 1. */
  readonly gap?: number
  /** Share of packets with one flipped bit. */
  readonly corrupt?: PercentText
  /**
   * Packets leave together at instants that are `min` to `max` apart, as on a shared medium with time slots; at each instant at most so many
   * `packets` or `bytes`. Default of `max`: `min`; of both others: all that wait.
   */
  readonly slot?: {
    readonly min: DurationText
    readonly max?: DurationText
    readonly packets?: number
    readonly bytes?: number
  }
  /**
   * Length of the queue in packets, 1 to 100,000; what finds it full is lost. Default 100,000, and with a `rate` 1,000 and one and a half
   * times what the delay keeps waiting.
   */
  readonly limit?: number
}

export interface ImpairOptions extends Impairment {
  /** Which direction, seen from the near end; in each direction the random choices are separate. Default 'both'. */
  readonly direction?: CableDirection
  /** What the near end sends. In place of all other options; alone, or beside `toNear`. Default: not impaired. */
  readonly fromNear?: Impairment
  /** What the near end should receive; the same. Default: not impaired. */
  readonly toNear?: Impairment
}

const PARTS = [
  'loss',
  'delay',
  'jitter',
  'distribution',
  'rate',
  'duplicate',
  'reorder',
  'gap',
  'corrupt',
  'slot',
  'limit',
]
const EACH = ['fromNear', 'toNear'] as const

/**
 * Makes a cable worse with netem on the panel's ends; carrier stays up. It hits every frame that the receiving endpoint
 * should get: LACPDU, VRRP and ARP too. Healing impairs nothing more; what waits in netem's queue arrives when it is due, also
 * after what leaves later.
 */
export function impair(cables: CableTarget, options: ImpairOptions): Fault {
  const read = optionsOf('impair', options)
  const target = targetOf(read, cables)
  const ways = readWays(read)
  read.rejectUnknown()
  const text = ways.map(({ direction, netem }) => `${directionText(target, direction)}: ${netemText(netem)}`)
  const each = ways.flatMap(({ direction, netem }) => senders(direction).map((sender) => ({ sender, netem })))

  return {
    kind: 'impair',
    on: onText(target),
    text: `impaired ${text.join('; ')}`,
    needs: ['netem'],
    target,
    lastsNs: 0,
    problems: read.problems,
    effect: (handle) => each.map(({ sender, netem }) => ({ effect: 'impaired', at: handle[otherEnd(sender)], netem })),
    steps: (topology, handle) => {
      const place = panelPlace(topology, handle)
      // netem shapes what leaves the middle: towards the receiver.
      const middles = each.map(({ sender, netem }) => ({
        middle: { ns: WIRE, name: place.middle(otherEnd(sender)) },
        netem,
      }))
      return {
        inject: [{ atNs: 0, operations: middles.map(({ middle, netem }) => ({ op: 'netem', ...middle, netem })) }],
        heal: [
          ...middles.map(({ middle, netem }): Operation => ({
            op: 'netem-clear',
            ...middle,
            limit: netem.limit,
            ...(netem.slot === undefined ? {} : { slot: true }),
          })),
          ...middles.map(({ middle }): Operation => ({ op: 'netem-delete', ...middle })),
        ],
        proof: middles.map(({ middle }) => ({ check: 'netem', ...middle })),
      }
    },
  }
}

interface ImpairedWay {
  readonly direction: CableDirection
  readonly netem: Netem
}

/** One impairment for the direction that is said, or one for each of both. */
function readWays(read: Parameters): readonly ImpairedWay[] {
  const given = EACH.filter((name) => read.has(name))
  if (given.length === 0) return [{ direction: readDirection(read), netem: readNetem(read) }]
  for (const name of [...PARTS, 'direction'].filter((one) => read.has(one))) {
    const hint = { allowed: 'either one impairment, or fromNear and toNear, each with its own' }
    read.problem('two-impairments', `impair has ${name} beside ${given.join(' and ')}`, hint, name)
  }
  return given.map((direction) => {
    const before = read.problems.length
    const own = read.inner(direction)
    const netem = readNetem(own, before)
    own.rejectUnknown()
    return { direction, netem }
  })
}
