import type { Dice } from '../../dice.ts'
import type { Options } from '../../spec.ts'
import { between, type Draft } from '../draft.ts'
import { bfd, bgp, ospf, type Timed } from '../timers.ts'
import { Sketch } from './sketch.ts'

/** Routers by their numbers; h1 is behind the first one, s1 behind the last. */
const SHAPES: readonly (readonly [weight: number, shape: Shape])[] = [
  [
    4,
    [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
    ],
  ],
  [
    2,
    [
      [0, 1],
      [0, 1],
      [1, 2],
    ],
  ],
  [
    3,
    [
      [0, 1],
      [1, 2],
      [0, 2],
    ],
  ],
  [
    2,
    [
      [0, 1],
      [0, 2],
      [1, 2],
      [1, 3],
      [2, 3],
    ],
  ],
  [
    1,
    [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [0, 4],
    ],
  ],
]
type Shape = readonly (readonly [number, number])[]

interface Router {
  readonly name: string
  readonly as: number
  readonly interfaces: Record<string, Options>
  readonly neighbours: Record<string, Options>
}

/** Routers that speak OSPF, BGP or both at once, over cables and switches. */
export function draftRouters(dice: Dice): Draft {
  const sketch = new Sketch()
  const speaks = dice.weighted([
    [4, 'ospf'],
    [4, 'bgp'],
    [3, 'both'],
  ] as const)
  const [ospfTimers, bgpTimers] = [ospf(dice), bgp(dice)]
  const shape = dice.weighted(SHAPES)
  const count = 1 + Math.max(...shape.flat())
  const isClos = dice.chance(0.2)
  const routers = Array.from({ length: count }, (_, at): Router => ({
    name: sketch.node(`r${at + 1}`, { role: 'router' }),
    // Routers in the middle may be of one AS, as spines are: they have no session with each other.
    as: isClos && at > 0 && at < count - 1 && areApart(shape, count) ? 65_100 : 65_001 + at,
    interfaces: {},
    neighbours: {},
  }))
  const remote = dice.chance(0.1) && shape.length === 4 ? 1 : null
  const network = dice.maybe(0.1, () => ({ network: 'broadcast' }))
  for (const [at, ends] of shape.entries()) {
    const common = { ...network, ...(remote !== null && ends.includes(remote) ? { area: '0.0.0.1' } : {}) }
    const of = ends.map((end) => routers[end] ?? fail())
    drawLink(sketch, at, [of[0] ?? fail(), of[1] ?? fail()], common, dice)
  }
  for (const [router, end, number] of [
    [routers[0] ?? fail(), sketch.node('h1', { role: 'host' }), 1],
    [routers.at(-1) ?? fail(), sketch.node('s1', { role: 'server' }), 2],
  ] as const) {
    const lan = `10.0.${number}`
    const [, port] = sketch.link(end, router.name, { addresses: [`${lan}.101/24`] }, { addresses: [`${lan}.1/24`] })
    router.interfaces[port] = { passive: true }
    sketch.call(end, 'route', 'default', `${lan}.1`)
    sketch.call(end, 'probe', `${lan}.101`)
  }
  const isWatched = dice.chance(0.4)
  const restart = dice.maybe(0.12, () => ({ gracefulRestart: `${dice.odd(1, 4095, [10, 60, 120])}s` }))
  const ecmp = dice.maybe(0.4, () => ({ ecmp: dice.integer(1, 4) }))
  for (const { name, as, interfaces, neighbours } of routers) {
    if (speaks !== 'bgp') sketch.call(name, 'ospf', { hello: '1s', ...ospfTimers.options, interfaces })
    if (speaks !== 'ospf') {
      const networks = Object.keys(interfaces).filter((port) => interfaces[port]?.passive === true)
      sketch.call(name, 'bgp', { as, neighbours, networks, ...bgpTimers.options, ...restart, ...ecmp })
    }
    if (isWatched) sketch.call(name, 'bfd', bfd(dice))
  }
  const timers: readonly Timed[] = [
    ...(speaks === 'bgp' ? [] : [ospfTimers]),
    ...(speaks === 'ospf' ? [] : [bgpTimers]),
  ]
  return {
    topology: sketch.finish(),
    pairs: [between('h1', 's1'), between('h1', 's1'), between('s1', 'h1')],
    selectors: [],
    patienceMs: timers.map((one) => one.patienceMs),
    spreads: true,
  }
}

const areApart = (shape: Shape, count: number): boolean =>
  shape.every(([a, b]) => [a, b].some((end) => end === 0 || end === count - 1))

/** The networks of the two ends. */
const LISTS = [['10.0.1.0/24'], ['10.0.2.0/24'], ['10.0.1.0/24', '10.0.2.0/24'], []]

/** A cable; behind a switch neither end sees the other one's carrier. */
function drawLink(sketch: Sketch, at: number, [a, b]: readonly [Router, Router], common: Options, dice: Dice): void {
  const network = `10.1.${at + 1}`
  const [near, far] = [`${network}.1`, `${network}.2`]
  const ends = [{ addresses: [`${near}/24`] }, { addresses: [`${far}/24`] }] as const
  const ports = dice.chance(0.25) ? drawSwitched() : sketch.link(a.name, b.name, ...ends)
  for (const [side, router] of [a, b].entries()) {
    const cost = dice.maybe(0.5, () => ({ cost: dice.odd(1, 65_535, [5, 10, 20]) }))
    router.interfaces[ports[side] ?? ''] = { ...common, ...cost }
  }
  const policy = (): Options => ({
    ...dice.maybe(0.25, () => ({ localPreference: dice.pick([50, 100, 200]) })),
    ...dice.maybe(0.2, () => ({ prepend: dice.integer(1, 3) })),
    ...dice.maybe(0.02, () => ({ announce: 'own' })),
    ...dice.maybe(0.05, () => ({ prefixes: { [dice.pick(['in', 'out'])]: dice.pick(LISTS) } })),
  })
  a.neighbours[far] = { as: b.as, ...policy() }
  b.neighbours[near] = { as: a.as, ...policy() }

  function drawSwitched(): readonly [string, string] {
    const name = sketch.node(`x${at + 1}`, { role: 'switch' })
    sketch.bridged(name, {})
    return [a, b].map((router, side) => {
      const [port, theirs] = sketch.link(router.name, name, ends[side])
      sketch.intoBridge(name, theirs)
      return port
    }) as [string, string]
  }
}

function fail(): never {
  throw new Error('a shape names routers that are there')
}
