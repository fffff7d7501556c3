import { TRANSMIT_HASHES } from '../../../src/model/bond.ts'
import type { Dice } from '../dice.ts'
import type { Options } from '../spec.ts'

/** Options of one mechanism, and how long it may take with them: what a fault's hold is drawn around. */
export interface Timed {
  readonly options: Options
  readonly patienceMs: number
}

/** All options of several mechanisms. */
export const merged = (all: readonly Timed[]): Options =>
  Object.fromEntries(all.flatMap(({ options }) => Object.entries(options)))

/** Nobody waits longer for a lab's failover: extremes are paired so that a trial stays below some minutes. */
const LONGEST_MS = 60_000

/** Each advertisement costs as much as ten packets: of what is drawn below that, one in three stays. */
const FAST_MS = 50

/** `quietMs`: for so long a backup certainly waits. */
export function vrrp(dice: Dice): Timed & { readonly quietMs: number } {
  const version = dice.weighted([
    [5, undefined],
    [2, 3],
    [2, 2],
  ] as const)
  const [unitMs, most, usual] =
    version === 2 ? ([1000, 255, [1, 2, 3]] as const) : ([10, 4095, [100, 100, 20, 50, 300]] as const)
  const drawnMs = unitMs * dice.odd(1, most, usual)
  const advertMs = drawnMs < FAST_MS && !dice.chance(1 / 3) ? unitMs * dice.pick(usual) : drawnMs
  const adverts = dice.chance(0.75) ? 3 : dice.odd(1, 100, [2, 5, 10])
  const fitting = Math.max(1, Math.min(adverts, Math.floor((LONGEST_MS * 2) / advertMs)))
  const options = {
    ...(version === undefined ? {} : { version }),
    ...(advertMs === 1000 && dice.chance(0.5) ? {} : { advertInterval: `${advertMs}ms` }),
    ...(fitting === 3 ? {} : { downTimerAdverts: fitting }),
    ...dice.weighted<Options>([
      [6, {}],
      [2, { preempt: false }],
      [1, { preemptDelay: `${dice.odd(1, 1000, [1, 5, 30])}s` }],
    ]),
  }
  return { options, patienceMs: (fitting + 1) * advertMs, quietMs: (fitting - 1) * advertMs }
}

/** Whole seconds. */
export function ospf(dice: Dice): Timed {
  const hello = dice.odd(1, 10, [1, 1, 1, 2])
  const dead = hello + dice.odd(1, 20, [3 * hello, 3 * hello, hello, 1])
  const delay = dice.odd(1, 2000, [0, 0, 50, 200])
  const hold = dice.odd(1, 2000, [50, 50, 0, 1000])
  const options = {
    ...(hello === 1 && dice.chance(0.5) ? {} : { hello: `${hello}s` }),
    ...(dead === 4 * hello && dice.chance(0.5) ? {} : { dead: `${dead}s` }),
    ...dice.maybe(0.3, () => ({
      spf: { delay: `${delay}ms`, hold: `${hold}ms`, maxHold: `${dice.odd(1, 6000, [5000, 5000])}ms` },
    })),
    ...dice.maybe(0.2, () => ({ authentication: 'secret' })),
  }
  return { options, patienceMs: 1000 * dead + delay + hold }
}

/** Whole seconds. */
export function bgp(dice: Dice): Timed {
  const keepalive = dice.odd(1, 20, [1, 1, 1, 3])
  const hold = 3 * keepalive + dice.odd(1, 10, [0, 0, 0, 1])
  const pause = dice.odd(1, 5, [0, 0, 0, 0, 1])
  const options = {
    keepalive: `${keepalive}s`,
    hold: `${hold}s`,
    connect: `${dice.odd(1, 10, [1, 1, 2])}s`,
    ...(pause === 0 ? {} : { advertisementInterval: `${pause}s` }),
  }
  return { options, patienceMs: 1000 * (hold + 2 * pause) + 300 }
}

/** Both silence what BGP does; a route that is kept for long costs a trial as long. */
export const stability = (dice: Dice): Options => ({
  ...dice.maybe(0.05, () => ({ gracefulRestart: `${dice.odd(1, 60, [5, 10])}s` })),
  ...dice.maybe(0.05, () => ({
    dampening: dice.pick([{}, { halfLife: '1min', reuse: 400, suppress: 500 }, { suppress: 1500, longest: '30min' }]),
  })),
})

/** Beside a routing protocol, which waits for less then. */
export const bfd = (dice: Dice): Options => ({
  interval: `${dice.odd(50, 2000, [100, 300, 300])}ms`,
  ...dice.maybe(0.5, () => ({ multiplier: dice.integer(2, 6) })),
})

/** The same, where all routers have the same options: echo is refused at one end alone, and beside tracked routes. */
export const bfdOfAll = (dice: Dice): Options => ({
  ...bfd(dice),
  ...dice.maybe(0.3, () => ({ echo: `${dice.odd(10, 2000, [20, 50, 50])}ms` })),
})

/** Two different priorities, the higher one first. */
export function priorities(dice: Dice): readonly [high: number, low: number] {
  const low = dice.odd(1, 253, [100, 90, 50])
  return [dice.odd(low + 1, 254, [Math.min(254, low + 50), low + 1, 254]), low]
}

export function mii(dice: Dice): Timed {
  const miimon = dice.odd(1, 2000, [100, 100, 50, 10, 1000])
  const times = (probability: number): number => (dice.chance(probability) ? dice.odd(1, 20, [1, 2, 3]) : 0)
  const [up, down] = [times(0.3) * miimon, times(0.4) * miimon]
  const options = {
    ...(miimon === 100 && dice.chance(0.5) ? {} : { miimon: `${miimon}ms` }),
    ...(up === 0 ? {} : { updelay: `${up}ms` }),
    ...(down === 0 ? {} : { downdelay: `${down}ms` }),
  }
  return { options, patienceMs: down + 2 * miimon + 20 }
}

/** Of an active-backup bond; `targets` where the generator knows none itself. */
export function arpMonitor(dice: Dice, targets: readonly string[] = []): Timed {
  const interval = dice.odd(10, 2000, [100, 100, 250, 1000])
  const missedMax = dice.chance(0.6) ? undefined : dice.odd(1, 255, [1, 2, 3, 5])
  const fitting =
    missedMax === undefined ? undefined : Math.max(1, Math.min(missedMax, Math.floor(LONGEST_MS / interval)))
  const validate = dice.weighted([
    [2, undefined],
    [1, 'none'],
    [2, 'active'],
    [1, 'backup'],
    [3, 'all'],
  ] as const)
  const arp = {
    interval: `${interval}ms`,
    ...(targets.length === 0 ? {} : { targets }),
    ...(fitting === undefined ? {} : { missedMax: fitting }),
    ...(validate === undefined ? {} : { validate }),
    ...(validate === 'all' ? dice.maybe(0.15, () => ({ allTargets: 'all' })) : {}),
  }
  return { options: { arpMonitor: arp }, patienceMs: ((fitting ?? 2) + 3) * interval }
}

/** Of an active-backup bond without ARP monitor, one in twelve without any. */
export const miiOrNone = (dice: Dice): Timed =>
  dice.chance(1 / 12) ? { options: { miimon: '0ms' }, patienceMs: 1000 } : mii(dice)

export const bondMonitor = (dice: Dice, targets: readonly string[] = []): Timed =>
  dice.chance(0.6) ? miiOrNone(dice) : arpMonitor(dice, targets)

/** What an active-backup bond does beside changing its leg; its delay counts in looks of a link monitor. */
export function failover(dice: Dice, { miimon, arpMonitor: arp }: Options): Options {
  const isMonitored = arp === undefined && miimon !== '0ms'
  const lookMs = typeof miimon === 'string' ? Number.parseInt(miimon) : 100
  return {
    ...dice.maybe(0.2, () => ({ numGratArp: dice.pick([0, 0, 1, 2, 5, 255]) })),
    ...dice.maybe(0.15, () => ({ failOverMac: dice.pick(['none', 'active', 'follow']) })),
    ...(isMonitored ? dice.maybe(0.1, () => ({ peerNotifDelay: `${lookMs * dice.integer(1, 5)}ms` })) : {}),
    ...dice.maybe(0.05, () => ({ resendIgmp: dice.pick([0, 1, 3, 255]) })),
    ...dice.maybe(0.03, () => ({ allSlavesActive: true })),
  }
}

/** A LAG that asks its partner, three in four, or one that asks nobody. */
export function lag(dice: Dice): Timed {
  if (dice.chance(0.75)) return lacp(dice, 0.1)
  const mode = dice.weighted([
    [4, 'balance-xor'],
    [1, 'balance-rr'],
    [1, 'broadcast'],
  ] as const)
  const monitor = miiOrNone(dice)
  const hash = mode === 'balance-xor' ? dice.maybe(0.7, () => ({ hash: dice.pick(TRANSMIT_HASHES) })) : {}
  return { options: { mode, ...monitor.options, ...hash }, patienceMs: 1000 }
}

/** `adSelect`: how often it is drawn, where what the options are for has it. */
export function lacp(dice: Dice, adSelect = 0): Timed {
  const rate = dice.weighted([
    [3, undefined],
    [3, 'fast'],
    [2, 'slow'],
  ] as const)
  const options = {
    ...(rate === undefined ? {} : { lacpRate: rate }),
    ...dice.maybe(0.4, () => ({ hash: dice.pick(['layer2', 'layer2+3', 'layer3+4']) })),
    ...dice.maybe(0.3, () => ({ miimon: `${dice.odd(1, 1000, [10, 50, 100, 500])}ms` })),
    ...dice.maybe(adSelect, () => ({ adSelect: dice.pick(['stable', 'bandwidth', 'count']) })),
  }
  return { options, patienceMs: rate === 'slow' ? 100_000 : 9000 }
}

/** Timers of 802.1D that IEEE 802.1D-1998 8.10.2 allows of each other. */
export function tree(dice: Dice, rapid: boolean): Timed {
  if (dice.chance(0.3)) return { options: {}, patienceMs: rapid ? 8000 : 50_000 }
  const forwardDelay = dice.odd(4, 30, [4, 5, 7, 15])
  const hello = rapid ? 2 : dice.odd(1, Math.min(10, forwardDelay - 2), [1, 2])
  const most = Math.min(40, 2 * (forwardDelay - 1))
  const maxAge = dice.odd(Math.max(6, 2 * (hello + 1)), most, [most])
  const options = {
    ...(rapid ? {} : { hello: `${hello}s` }),
    maxAge: `${maxAge}s`,
    forwardDelay: `${forwardDelay}s`,
  }
  return { options, patienceMs: rapid ? 8000 : 1000 * (maxAge + 2 * forwardDelay) }
}

export function mlagTimers(dice: Dice): Timed {
  const keepalive = 10 * dice.odd(1, 1000, [10, 10, 5, 50])
  const dead = Math.min(60_000, 10 * Math.ceil((keepalive * dice.odd(2, 20, [3, 3, 2])) / 10))
  const options = {
    ...dice.maybe(0.3, () => ({ splitBrain: dice.pick(['shutSecondary', 'bothActive']) })),
    ...dice.maybe(0.5, () => ({ keepalive: `${keepalive}ms`, deadAfter: `${dead}ms` })),
    ...dice.maybe(0.2, () => ({ delayRestore: `${10 * dice.odd(10, 6000, [100, 300])}ms` })),
    ...dice.maybe(0.2, () => ({ aloneAfter: `${10 * dice.odd(10, 6000, [100, 300])}ms` })),
  }
  return { options, patienceMs: ('deadAfter' in options ? dead : 300) + 1000 }
}

export function vlans(dice: Dice, most: number): readonly number[] {
  const count = dice.integer(1, most)
  return [...new Set(Array.from({ length: count }, () => dice.odd(2, 4094, [10, 20, 100, 4094])))]
}
