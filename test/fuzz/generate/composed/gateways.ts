import type { Dice } from '../../dice.ts'
import type { Options } from '../../spec.ts'
import { vrrp } from '../timers.ts'
import type { Lan } from './lan.ts'
import { plug, plugSwitch, type Plugged } from './plug.ts'
import type { Sketch } from './sketch.ts'

/** What joins two LANs, and how their ends find the way. */
export interface Gateways {
  readonly routers: readonly { readonly name: string; readonly sides: readonly [Plugged, Plugged] }[]
  /** Of either side: the gateway's address, or those of several of equal cost. */
  readonly via: readonly [string | readonly string[], string | readonly string[]]
  /** Of several gateways each has a metric of its own: the first one is used. */
  readonly isRanked: boolean
  /** Virtual routers of either side, by the same name in each router; none without VRRP. */
  readonly instances: readonly string[]
  /** And the routes by them are tracked with BFD. */
  readonly isTracked: boolean
  /** Behind its address nobody can begin the way back. */
  readonly hides: boolean
  readonly patienceMs: readonly number[]
}

const SIDES = [0, 1] as const

/** One router, two or three that share an address (VRRP), or two: of equal cost (ECMP), or by metric. */
export function drawGateways(sketch: Sketch, lans: readonly [Lan, Lan], dice: Dice): Gateways {
  const kind = dice.weighted([
    [2, 'one'],
    [7, 'vrrp'],
    [2, 'ecmp'],
    [2, 'metric'],
  ] as const)
  const count = kind === 'one' ? 1 : kind === 'vrrp' && dice.chance(0.2) ? 3 : 2
  const { switches, spanning } = lans[0]
  // Open vSwitch's bridges have no addresses.
  const onSwitches = spanning !== 'rstp' && switches.length >= count && dice.chance(0.3)
  const routers = Array.from({ length: count }, (_, k) => {
    const name = onSwitches ? (switches[k] ?? '') : sketch.node(`r${k + 1}`, { role: 'router' })
    if (onSwitches) sketch.more(name, { options: { forwarding: true } })
    const near = onSwitches
      ? plugSwitch(sketch, lans[0], name, 11 + k, dice)
      : plug(sketch, lans[0], name, 11 + k, [], dice)
    return { name, sides: [near, plug(sketch, lans[1], name, 11 + k, [], dice)] as const }
  })
  if (dice.chance(0.2))
    for (const { name } of routers) sketch.call(name, 'routing', { ignoreRoutesWithLinkdown: dice.chance(0.7) })
  const patienceMs = routers.flatMap(({ sides }) => sides.flatMap((side) => side.patienceMs))
  const own = SIDES.map((side) => routers.map(({ sides }) => sides[side].address))
  if (kind !== 'vrrp') {
    const via = own.map((all) => (all.length === 1 ? (all[0] ?? '') : all)) as [string, string]
    const isTracked = kind === 'metric' && dice.chance(0.6)
    return {
      routers,
      via,
      isRanked: kind === 'metric',
      isTracked,
      instances: [],
      hides: false,
      patienceMs: [...patienceMs, ...(isTracked ? [8500] : [])],
    }
  }
  const timers = vrrp(dice)
  const vrid = dice.odd(1, 255, [51, 10])
  const bound = dice.weighted([
    [5, 'sync'],
    [2, 'track'],
    [2, 'both'],
    [1, 'neither'],
    [2, 'weigh'],
  ] as const)
  const ranks = drawRanks(count, timers.options, bound === 'weigh', dice)
  const isUnicast = dice.chance(0.15)
  const isDelayed = timers.quietMs > 1 && dice.chance(0.12)
  const accept = dice.maybe(0.1, () => ({ accept: dice.chance(0.3) }))
  const vmac = dice.maybe(0.05, () => ({
    useVmac: true,
    ...(isUnicast || dice.chance(0.5) ? { vmacXmitBase: true } : {}),
  }))
  const script = dice.maybe(0.05, () => ({ script: '/bin/sh -c true', interval: `${dice.odd(1, 255, [1, 2, 5])}s` }))
  const scripts = 'script' in script ? [script] : []
  const garp = dice.maybe(0.15, () => ({ garp: drawGarp(dice) }))
  for (const [k, { name, sides }] of routers.entries()) {
    for (const side of SIDES)
      sketch.call(name, 'virtualRouter', INSTANCES[side], {
        ...{ interface: sides[side].interface, vrid, priority: ranks[k] ?? 100 },
        addresses: [`${lans[side].network}.1/24`],
        ...timers.options,
        ...drawTrack(bound, sides[1 - side]?.interface ?? '', scripts, dice),
        ...(isUnicast && count > 1 ? { peers: own[side]?.filter((_, other) => other !== k) ?? [] } : {}),
        ...garp,
        ...vmac,
        ...accept,
      })
    const delays = isDelayed
      ? { interfaceDelays: sides.map((side) => drawDelay(side.interface, timers.quietMs, dice)) }
      : {}
    const startup = dice.maybe(0.05, () => ({ startupDelay: `${dice.odd(1, 1000, [1, 5])}s` }))
    if (isDelayed || 'startupDelay' in startup) sketch.call(name, 'vrrp', { ...startup, ...delays })
    if (bound === 'sync' || bound === 'both') sketch.call(name, 'syncGroup', 'GATEWAY', [...INSTANCES])
  }
  const via = [`${lans[0].network}.1`, `${lans[1].network}.1`] as const
  return {
    routers,
    via,
    isRanked: false,
    isTracked: false,
    instances: INSTANCES,
    hides: false,
    patienceMs: [...patienceMs, timers.patienceMs],
  }
}

const INSTANCES = ['LEFT', 'RIGHT'] as const

/** Mostly different ones; sometimes one for all, or an address owner, which preempts at once and is not weighed. */
function drawRanks(count: number, timers: Options, isWeighed: boolean, dice: Dice): readonly number[] {
  const ranks = dice.some([254, 200, 150, 101, 100, 50, 2, 1], count)
  if (dice.chance(0.1)) return ranks.map(() => ranks[0] ?? 100)
  const mayOwn = timers.preempt !== false && timers.preemptDelay === undefined && !isWeighed
  return mayOwn && dice.chance(0.1) ? [255, ...ranks.slice(1)] : ranks
}

/** Shorter than a backup waits. */
const drawDelay = (device: string, quietMs: number, dice: Dice): Options => ({
  interface: device,
  ...dice.maybe(0.8, () => ({ down: `${dice.integer(0, Math.min(255_000, quietMs - 1))}ms` })),
  ...dice.maybe(0.6, () => ({ up: `${dice.integer(0, Math.min(255_000, quietMs - 1))}ms` })),
})

function drawTrack(bound: string, device: string, scripts: readonly Options[], dice: Dice): Options {
  const other = bound === 'track' || bound === 'both' ? [device] : bound === 'weigh' ? [weighed(device, dice)] : []
  return other.length + scripts.length === 0 ? {} : { track: [...other, ...scripts] }
}

const weighed = (device: string, dice: Dice): Options => ({
  interface: device,
  weight: dice.pick([-1, -1, 1]) * dice.odd(1, 253, [10, 60, 100]),
})

const drawGarp = (dice: Dice): Options => ({
  ...dice.maybe(0.5, () => ({ delay: `${dice.odd(1, 1000, [0, 1, 5])}s` })),
  ...dice.maybe(0.5, () => ({ repeat: dice.odd(1, 100, [1, 2, 5]) })),
  ...dice.maybe(0.3, () => ({
    refresh: `${dice.odd(1, 1000, [1, 10, 60])}s`,
    refreshRepeat: dice.odd(1, 100, [1, 2]),
  })),
  ...dice.maybe(0.4, () => ({ lowerPriorityRepeat: dice.odd(1, 100, [0, 0, 1, 5]) })),
  ...dice.maybe(0.3, () => ({ lowerPriorityDelay: `${dice.odd(1, 1000, [0, 1, 5])}s` })),
})
