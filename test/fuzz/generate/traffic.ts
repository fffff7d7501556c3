import type { Dice } from '../dice.ts'
import type { Options, TrafficSpec } from '../spec.ts'
import { isDear, type Draft, type Pair } from './draft.ts'

/** Of one trial: after its boot, packets cost the most. Few labs have many, so that high rates occur, also with long holds. */
const PACKETS = [
  [12, 10_000],
  [1, 40_000],
] as const

/** What flows: one flow at least, sometimes a second one, and a session now and then. `labMs`: how long a trial's traffic runs. */
export function draftTraffic(draft: Draft, labMs: number, dice: Dice): Readonly<Record<string, TrafficSpec>> {
  const flows = dice.chance(0.2) ? 2 : 1
  const packets = dice.weighted(PACKETS)
  const most = (isDear(draft.topology) ? packets / 5 : packets) / flows
  return {
    web: flowOf(dice.pick(draft.pairs), draft, most, labMs, dice),
    ...(flows === 2 ? { bulk: flowOf(dice.pick(draft.pairs), draft, most, labMs, dice) } : {}),
    ...dice.maybe(0.15, () => ({ ssh: sessionOf(dice.pick(draft.pairs), labMs, packets, dice) })),
  }
}

function flowOf(pair: Pair, { spreads }: Draft, most: number, labMs: number, dice: Dice): TrafficSpec {
  const { from, to, oneWay } = pair
  const alone = oneWay === true ? dice.chance(0.8) : dice.chance(0.1)
  const wanted = spreads
    ? dice.weighted([
        [5, 16],
        [1, dice.odd(1, 64, [8, 32])],
      ])
    : dice.weighted([
        [3, 1],
        [3, 4],
        [1, dice.odd(1, 64, [2, 3])],
      ])
  const affordablePps = most / (alone ? 1 : 2) / (labMs / 1000)
  const streams = Math.max(1, Math.min(wanted, Math.floor(affordablePps)))
  const rate = Math.min(dice.odd(1, 10_000, [100, 100, 50, 1000]), Math.max(1, Math.floor(affordablePps / streams)))
  const options: Options = {
    ...(streams === 4 ? {} : { streams }),
    ...(rate === 100 ? {} : { rate: `${rate}pps` }),
    ...dice.maybe(0.3, () => ({ size: `${dice.odd(32, 1472, [64, 1472, 500])}B` })),
    ...dice.maybe(0.2, () => ({ overdue: `${dice.odd(1, 5000, [50, 1000, 2000])}ms` })),
    ...(alone ? { oneWay: true } : {}),
  }
  return { traffic: 'flow', from, to, options }
}

function sessionOf({ from, to }: Pair, labMs: number, packets: number, dice: Dice): TrafficSpec {
  const patience = dice.maybe(0.25, () => ({ userTimeout: `${dice.odd(1, 20_000, [500, 5000])}ms` }))
  if (dice.chance(0.7)) {
    const interval = dice.maybe(0.5, () => ({ interval: `${dice.odd(10, 5000, [50, 1000])}ms` }))
    const size = dice.maybe(0.3, () => ({ size: `${dice.odd(32, 8972, [500, 1460])}B` }))
    return { traffic: 'tcp', from, to, options: { ...interval, ...size, ...patience } }
  }
  const most = Math.max(8, Math.floor((packets * 8) / labMs) * 100)
  const rate = Math.min(dice.odd(1, 20_000, [1000, 100]), most)
  const size = dice.maybe(0.3, () => ({ size: `${dice.odd(100, 8972, [500, 1460])}B` }))
  return { traffic: 'stream', from, to, options: { rate: `${rate}kbit`, ...size, ...patience } }
}
