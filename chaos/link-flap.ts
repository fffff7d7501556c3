import type { Fault } from '../src/model/fault.ts'
import type { DurationText } from '../src/model/time.ts'
import { ENDS, onText, panelPlace, targetOf, type CableTarget } from './parts/ends.ts'
import { durationText, optionsOf } from './parts/options.ts'

export interface LinkFlapOptions {
  /** Time from one cut to the next. */
  readonly period: DurationText
  /** Share of each period for which the cable is dark, above 0 and below 1. Default 0.5. */
  readonly duty?: number
  /** Number of cuts, 1 to 10,000. */
  readonly count: number
  /** Each cut after the first is late by up to this time, evenly distributed and drawn from the trial's seed. Default: none. */
  readonly jitter?: DurationText
}

/**
 * Cuts and restores a cable again and again: a loose plug, a dying transceiver.
 * Both endpoints lose carrier `count` times and stay admin up; the last flap leaves the cable lit.
 */
export function linkFlap(cables: CableTarget, options: LinkFlapOptions): Fault {
  const read = optionsOf('linkFlap', options)
  const target = targetOf(read, cables)
  const period = read.duration('period', 'required')
  const duty = read.share('duty') ?? 0.5
  const count = read.integer('count', 'required', { min: 1, max: 10_000 })
  const jitter = read.duration('jitter') ?? 0
  read.rejectUnknown()
  const down = Math.round(period * duty)
  if (period > 0 && down + jitter >= period) {
    read.problem(
      'flap-overlap',
      `linkFlap: ${durationText(down)} dark and ${durationText(jitter)} of jitter fill the period of ${durationText(period)}`,
      { allowed: 'period · duty + jitter below the period' },
      'period',
    )
  }
  const lateText = jitter === 0 ? '' : `, each up to ${durationText(jitter)} late`

  return {
    kind: 'linkFlap',
    on: onText(target),
    text: `flaps ${count === 1 ? 'once' : `${String(count)} times`}: ${durationText(down)} dark every ${durationText(period)}${lateText}`,
    needs: [],
    target,
    lastsNs: (count - 1) * period + down + (count > 1 ? jitter : 0),
    problems: read.problems,
    effect: (handle) =>
      ENDS.map((end) => ({
        effect: 'carrier-flaps',
        at: handle[end],
        downNs: down,
        upNs: period - down,
        count,
        ...(jitter === 0 ? {} : { jitterNs: jitter }),
      })),
    steps: (topology, handle) => {
      const place = panelPlace(topology, handle)
      const light = (on: boolean) =>
        ENDS.map((end) => ({ op: 'light', cable: place.cable, end: place.side(end), on }) as const)
      const late = (draw: number) => (draw === 0 || jitter === 0 ? {} : { late: { upToNs: jitter, draw } })
      return {
        inject: Array.from({ length: count }, (_, flap) => [
          { atNs: flap * period, ...late(flap), operations: light(false) },
          { atNs: flap * period + down, ...late(flap), operations: light(true) },
        ]).flat(),
        heal: light(true),
        proof: [
          ...ENDS.map((end) => ({ check: 'flaps', at: handle[end], count }) as const),
          ...ENDS.map((end) => ({ check: 'admin-up', at: handle[end] }) as const),
        ],
      }
    },
  }
}
