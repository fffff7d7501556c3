import type { Dice } from '../../dice.ts'
import type { Options } from '../../spec.ts'
import { between, type Draft } from '../draft.ts'
import { Sketch } from './sketch.ts'

/** Two routers that send to each other over two or three ways at once, by routes of their own. */
export function draftParallel(dice: Dice): Draft {
  const sketch = new Sketch()
  const routers = [1, 2].map((k) => sketch.node(`r${k}`, { role: 'router' })) as [string, string]
  const ways = Array.from({ length: dice.chance(0.7) ? 2 : 3 }, (_, k) => `10.1.${k + 1}`)
  for (const way of ways) drawWay(sketch, way, routers, dice)
  const ends = (['h1', 's1'] as const).map((name, side) => {
    const [lan, router] = [`10.0.${side + 1}`, routers[side] ?? '']
    sketch.link(
      sketch.node(name, { role: side === 0 ? 'host' : 'server' }),
      router,
      { addresses: [`${lan}.101/24`] },
      { addresses: [`${lan}.1/24`] },
    )
    sketch.call(name, 'route', 'default', `${lan}.1`)
    return { router, to: `10.0.${2 - side}.0/24`, via: ways.map((way) => `${way}.${2 - side}`) }
  })
  for (const { router, to, via } of ends) {
    const weights = dice.maybe(0.3, () => ({ weights: via.map(() => dice.odd(1, 256, [1, 2, 10])) }))
    sketch.call(router, 'route', to, via, { ...weights, ...drawGroup(dice) })
    // What is left when a group is gone.
    if (dice.chance(0.25)) sketch.call(router, 'route', to, via[0] ?? '', { metric: 100 })
    if (dice.chance(0.2)) sketch.call(router, 'routing', { ignoreRoutesWithLinkdown: dice.chance(0.5) })
  }
  return {
    topology: sketch.finish(),
    pairs: [between('h1', 's1'), between('s1', 'h1')],
    selectors: [],
    patienceMs: [1000],
    spreads: true,
  }
}

function drawGroup(dice: Dice): Options {
  const group = dice.pick(['mpath', 'resilient', null])
  if (group === null) return {}
  if (group === 'mpath') return { group }
  return { group, ...dice.maybe(0.6, () => ({ buckets: dice.odd(1, 65_535, [1, 2, 16, 64]) })) }
}

/** A cable, or two with a switch between, behind which neither end sees the other one's carrier; with a VLAN at times. */
function drawWay(sketch: Sketch, way: string, routers: readonly [string, string], dice: Dice): void {
  const isTagged = dice.chance(0.2)
  const ends = [1, 2].map((k) => (isTagged ? {} : { addresses: [`${way}.${k}/24`] }))
  const ports = dice.chance(0.3) ? drawSwitched() : sketch.link(...routers, ...ends)
  if (!isTagged) return
  for (const [side, router] of routers.entries()) {
    const parent = ports[side] ?? ''
    sketch.call(router, 'vlan', `${parent}.10`, { parent, vlan: 10, addresses: [`${way}.${side + 1}/24`] })
  }

  function drawSwitched(): readonly string[] {
    const name = sketch.node(`x${way.slice(-1)}`, { role: 'switch' })
    sketch.bridged(name, {})
    return routers.map((router, side) => {
      const [port, theirs] = sketch.link(router, name, ends[side])
      sketch.intoBridge(name, theirs)
      return port
    })
  }
}
