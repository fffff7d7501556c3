import type { Dice } from '../../dice.ts'
import type { ComposedSpec, Selection } from '../../spec.ts'
import { between, type Draft, type DraftSite } from '../draft.ts'
import { drawGateways, type Gateways } from './gateways.ts'
import { drawLan, type Lan } from './lan.ts'
import { bfd } from '../timers.ts'
import { plug, type Plugged } from './plug.ts'
import { Sketch } from './sketch.ts'

/** A topology that no generator makes: one LAN, or two with routers between them, and ends of every kind. */
export const draftComposed: DraftSite = (dice) => (dice.chance(0.35) ? flat(dice) : routed(dice))

function flat(dice: Dice): Draft {
  const sketch = new Sketch()
  const lan = drawLan(sketch, 1, dice)
  const ends = drawEnds(sketch, lan, 'h', dice.integer(2, 3), dice)
  return drafted(sketch, [lan], ends, [], null)
}

function routed(dice: Dice): Draft {
  const sketch = new Sketch()
  const lans = [drawLan(sketch, 1, dice), drawLan(sketch, 2, dice)] as const
  const gateways = drawGateways(sketch, lans, dice)
  const hosts = drawEnds(sketch, lans[0], 'h', dice.integer(1, 2), dice)
  const servers = drawEnds(sketch, lans[1], 's', 1, dice)
  const asked: BfdQuestion[] = []
  for (const [ends, via] of [
    [hosts, gateways.via[0]],
    [servers, gateways.via[1]],
  ] as const)
    for (const end of ends) {
      const tracked = drawRoutes(sketch, end.node, via, gateways, dice)
      asked.push(...tracked.map((by) => ({ by, from: end.address })))
    }
  drawAnswers(sketch, gateways, asked, dice)
  return drafted(sketch, lans, hosts, servers, gateways)
}

interface BfdQuestion {
  /** The gateway's address. */
  readonly by: string
  /** Of the end that tracks its route. */
  readonly from: string
}

/** Every router has BFD with the ends that track their route by it. */
function drawAnswers(sketch: Sketch, { routers }: Gateways, asked: readonly BfdQuestion[], dice: Dice): void {
  for (const { name, sides } of routers) {
    const neighbours = asked.flatMap(({ by, from }) => (sides.some(({ address }) => address === by) ? [from] : []))
    if (neighbours.length > 0) sketch.call(name, 'bfd', { ...bfd(dice), neighbours })
  }
}

/** The way out: one gateway, several with shares or metrics, and what is left when they cannot be used. Gives the gateways that BFD tracks. */
function drawRoutes(
  sketch: Sketch,
  node: string,
  via: string | readonly string[],
  { isRanked, isTracked }: Pick<Gateways, 'isRanked' | 'isTracked'>,
  dice: Dice,
): readonly string[] {
  if (typeof via === 'string') {
    sketch.call(node, 'route', 'default', via)
    return []
  }
  if (dice.chance(isRanked ? 0.7 : 0.2))
    sketch.call(node, 'routing', { ignoreRoutesWithLinkdown: dice.chance(isRanked ? 0.9 : 0.3) })
  if (!isRanked) {
    const weights = dice.maybe(0.3, () => ({ weights: via.map(() => dice.odd(1, 256, [1, 2, 10])) }))
    sketch.call(node, 'route', 'default', via, weights)
    return []
  }
  const tracked = isTracked ? via.slice(0, 1) : []
  if (isTracked) sketch.call(node, 'bfd', bfd(dice))
  via.forEach((one, k) => {
    const options = { metric: 100 * (k + 1), ...(tracked.includes(one) ? { bfd: true } : {}) }
    sketch.call(node, 'route', 'default', one, options)
  })
  if (dice.chance(0.3))
    sketch.call(node, 'route', 'default', dice.pick(['blackhole', 'unreachable', 'prohibit']), { metric: 1000 })
  return tracked
}

function drawEnds(sketch: Sketch, lan: Lan, letter: 'h' | 's', count: number, dice: Dice): readonly Plugged[] {
  const ends: Plugged[] = []
  for (let k = 1; k <= count; k++) {
    const name = sketch.node(`${letter}${k}`, { role: letter === 'h' ? 'host' : 'server' })
    if (dice.chance(0.15)) sketch.call(name, 'tcp', { retries2: dice.odd(1, 255, [0, 3, 5, 8]) })
    ends.push(
      plug(
        sketch,
        lan,
        name,
        100 + k,
        ends.map((one) => one.address),
        dice,
      ),
    )
  }
  return ends
}

function drafted(
  sketch: Sketch,
  lans: readonly Lan[],
  near: readonly Plugged[],
  far: readonly Plugged[],
  gateways: Gateways | null,
): Draft {
  const topology = sketch.finish()
  const [first] = near
  const others = far.length > 0 ? far : near.slice(1)
  const pairs = near.flatMap(({ node }) => others.filter((other) => other.node !== node).map((to) => [node, to.node]))
  const plugged = [...near, ...far, ...(gateways?.routers.flatMap(({ sides }) => sides) ?? [])]
  return {
    topology,
    pairs: [...pairs, ...pairs.map((pair) => pair.toReversed())].map(([from = first?.node ?? '', to = '']) =>
      between(from, to),
    ),
    selectors: [
      ...plugged.flatMap((one) => activeLeg(one, topology)),
      ...(gateways === null ? [] : activeRouter(gateways, topology)),
    ],
    patienceMs: [1000, ...lans.flatMap((lan) => lan.patienceMs), ...plugged.flatMap((one) => one.patienceMs)].concat(
      gateways?.patienceMs ?? [],
    ),
    spreads:
      plugged.some(({ lag }) => lag) || (gateways !== null && Array.isArray(gateways.via[0]) && !gateways.isRanked),
  }
}

function activeLeg({ node, bond }: Plugged, topology: ComposedSpec): Selection[] {
  if (bond === null) return []
  const { name, legs } = bond
  const candidates = legs.map((leg) => ({
    when: { watch: 'bondActive' as const, node, name, state: leg },
    ...cableAt(node, leg, topology),
  }))
  return [{ text: `active leg of ${node}`, select: candidates }]
}

/** The first cable of whoever is active on the left side. */
function activeRouter({ routers, instances: [name] }: Gateways, topology: ComposedSpec): Selection[] {
  if (name === undefined) return []
  const candidates = routers.map((router) => ({
    when: { watch: 'vrrp' as const, node: router.name, name, state: 'MASTER' as const },
    ...firstCable(router.name, topology),
  }))
  return [{ text: 'first cable of the active router', select: candidates }]
}

function firstCable(node: string, topology: ComposedSpec): ReturnType<typeof cableAt> {
  const [end = ''] = topology.links.flat().filter((one) => one.startsWith(`${node}:`))
  return cableAt(node, end.slice(node.length + 1), topology)
}

function cableAt(node: string, port: string, { links }: ComposedSpec): { cable: string; near?: 'b' } {
  const end = `${node}:${port}`
  const link = links.find((ends) => ends.includes(end))
  if (link === undefined) throw new Error(`no cable ends at ${end}`)
  return { cable: link.join('--'), ...(link[0] === end ? {} : { near: 'b' }) }
}
