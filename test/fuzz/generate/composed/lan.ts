import type { Dice } from '../../dice.ts'
import type { Options } from '../../spec.ts'
import { lag, tree } from '../timers.ts'
import type { Sketch } from './sketch.ts'

interface DrawnVlan {
  readonly id: number
  readonly at: 'native' | 'tagged'
  /** Asymmetric VLANs: some ends send in this one, and all ends receive both untagged. */
  readonly beside: number | null
}

/** Switches that are one LAN, and where its ends are plugged in. */
export interface Lan {
  readonly switches: readonly string[]
  /** `10.0.1`. */
  readonly network: string
  /** null: untagged. `native`: at the ends' ports it comes untagged; `tagged`: the ends have a VLAN device. */
  readonly vlan: DrawnVlan | null
  /** 'mstpd': a rapid one on bridges of the kernel; 'rstp': on those of Open vSwitch. */
  readonly spanning: 'stp' | 'rstp' | 'mstpd' | null
  readonly patienceMs: readonly number[]
}

type Shape = 'one' | 'two' | 'lagged' | 'chain' | 'parallel' | 'ring'

const SHAPES: readonly (readonly [weight: number, shape: Shape])[] = [
  [4, 'one'],
  [5, 'two'],
  [2, 'lagged'],
  [2, 'chain'],
  [2, 'parallel'],
  [3, 'ring'],
]

/** One to four switches; where they are a ring there is a spanning tree, with timers and costs of all kinds. */
export function drawLan(sketch: Sketch, number: number, dice: Dice): Lan {
  const shape = dice.weighted(SHAPES)
  const count = { one: 1, two: 2, lagged: 2, chain: 3, parallel: 2, ring: dice.integer(3, 4) }[shape]
  const looped = shape === 'parallel' || shape === 'ring'
  const spanning =
    looped || dice.chance(0.08)
      ? dice.weighted([[8, 'stp'] as const, [1, 'rstp'] as const, [3, 'mstpd'] as const])
      : null
  const drawn = dice.chance(0.3)
    ? { id: dice.odd(1, 4094, [10, 20, 100]), at: dice.pick(['native', 'tagged'] as const), beside: null }
    : null
  const isAsymmetric = drawn?.at === 'native' && spanning !== 'rstp' && dice.chance(0.3)
  const vlan = isAsymmetric ? { ...drawn, beside: (drawn.id % 4094) + 1 } : drawn
  const timers = spanning === null ? null : tree(dice, spanning !== 'stp')
  const ageing = dice.maybe(0.2, () => ({ ageing: `${dice.odd(1, 400, [0, 5, 10, 30])}s` }))
  const switches = Array.from({ length: count }, (_, k) => {
    const name = sketch.node(`sw${number}${'abcd'.charAt(k)}`, { role: 'switch' })
    sketch.bridged(name, {
      ...(spanning === null ? {} : treeOf(spanning, { ...timers?.options, ...priority(dice) })),
      ...(spanning === 'rstp' ? {} : ageing),
    })
    return name
  })
  const trunk: Options = vlan === null ? {} : { vlans: { tagged: carriedIn(vlan) } }
  const pairs = switches.slice(1).map((name, k) => [switches[k] ?? '', name] as const)
  const closing = shape === 'ring' ? [[switches.at(-1) ?? '', switches[0] ?? ''] as const] : []
  const bond = shape === 'lagged' ? lag(dice) : null
  for (const [a, b] of [...pairs, ...(shape === 'parallel' ? pairs : []), ...closing]) {
    if (bond !== null) {
      drawLag(sketch, {
        a,
        b,
        names: ['peer', 'peer'],
        cables: 2,
        a_options: trunk,
        b_options: trunk,
        bond: bond.options,
      })
      continue
    }
    const ends = sketch.link(a, b, { ...trunk, ...cost(spanning, dice) }, { ...trunk, ...cost(spanning, dice) })
    sketch.intoBridge(a, ends[0])
    sketch.intoBridge(b, ends[1])
  }
  return {
    ...{ switches, vlan, spanning, network: `10.0.${number}` },
    patienceMs: [timers, bond].flatMap((one) => (one === null ? [] : [one.patienceMs])),
  }
}

const carriedIn = ({ id, beside }: DrawnVlan): readonly number[] => (beside === null ? [id] : [id, beside])

interface LagPlan {
  readonly a: string
  readonly b: string
  /** Of the bonds at either end. */
  readonly names: readonly [string, string]
  readonly cables: number
  readonly a_options: Options
  readonly b_options: Options
  readonly bond: Options
  /** `a` has its own address on the bond, and no bridge above it. */
  readonly isEnd?: true
}

/** A LAG between two nodes; where one is a switch, its bond is a port of the bridge. */
export function drawLag(sketch: Sketch, plan: LagPlan): void {
  const { a, b, names, cables, a_options, b_options, bond, isEnd = false } = plan
  const ends = Array.from({ length: cables }, () => sketch.link(a, b))
  for (const [at, node, name, options] of [
    [0, a, names[0], a_options],
    [1, b, names[1], b_options],
  ] as const) {
    sketch.call(node, 'bond', name, { mode: '802.3ad', members: ends.map((end) => end[at]), ...bond, ...options })
    if (at === 1 || !isEnd) sketch.intoBridge(node, name)
  }
}

const priority = (dice: Dice): Options => dice.maybe(0.6, () => ({ priority: 4096 * dice.integer(0, 15) }))

const treeOf = (spanning: NonNullable<Lan['spanning']>, options: Options): Options =>
  spanning === 'mstpd' ? { rstp: { ...options, by: 'mstpd' } } : { [spanning]: options }

function cost(spanning: Lan['spanning'], dice: Dice): Options {
  if (spanning === null || !dice.chance(0.3)) return {}
  const shared = spanning === 'rstp' || spanning === 'mstpd' ? dice.maybe(0.15, () => ({ pointToPoint: false })) : {}
  const wanted = { cost: dice.odd(1, 65_535, [4, 2, 19, 100]), ...shared }
  return { stpPort: { ...wanted, ...dice.maybe(0.4, () => ({ priority: 4 * dice.integer(0, 15) })) } }
}
