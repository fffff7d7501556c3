import type { Effect } from '../model/fault.ts'
import type { StateMatch, WatchedObject } from '../model/handle.ts'
import type { PreferredPath } from '../model/plan.ts'
import { endpointText, isTreeBridge, type Cable, type Endpoint, type Topology } from '../model/topology.ts'
import type { Direction } from '../model/traffic.ts'
import { Damage } from './damage.ts'
import { hangingBefore } from './hanging.ts'
import { holdersOf } from './holders.ts'
import { arrives, hopsOf, type Hop, type Way } from './path.ts'
import { wiringOf } from './wired.ts'
import { on, type Wiring } from './wiring.ts'
import { World } from './world.ts'

export interface PreferredQuestion {
  readonly topology: Topology
  /** There from the start. */
  readonly drift: readonly Effect[]
  readonly when: StateMatch | null
  readonly ways: readonly { readonly on: string; readonly direction: Direction; readonly way: Way }[]
}

/**
 * What has to be as it was before the fault until traffic is on its preferred path again: every port of a spanning tree and
 * every LACP port at the two ends of each cable that the way needs, the active leg of each bond there, the
 * claimants that its packets are sent to, and the routes of protocols that lead them. Whatever of it a fault does not move has nothing to return to. None where a node hangs
 * from the start whose programs decide: which claimant leads is not known.
 */
export function preferredPaths({ topology, drift, when, ways }: PreferredQuestion): readonly PreferredPath[] {
  if (hangingBefore(topology, drift) !== null) return []
  const wiring = wiringOf(topology)
  return ways.flatMap(({ on: flow, direction, way }) => {
    const asked = new Set<string>()
    const whole = new World(wiring, new Damage(drift, asked), when)
    if (!arrives(whole, way)) return []
    // What was not asked about on its way has no say in it.
    const candidates = topology.cables.filter(({ a, b }) => [a, b].some((end) => asked.has(endpointText(end))))
    const needed = candidates.filter((cable) => !arrives(whole.damaged(new Damage([...drift, ...cut(cable)])), way))
    const ends = needed.flatMap(({ a, b }) => [a, b]).flatMap((end) => atEnd(wiring, end))
    const holders = way.pairs.flatMap(({ source }) => holdersAt(whole, source))
    const watched = [
      ...ends,
      ...hopsOf(whole, way).flatMap((hop) => atHop(wiring, hop)),
      ...holders.flatMap((at) => claimantsAt(wiring, at)),
    ]
    return [{ on: flow, direction, watched: distinct(watched) }]
  })
}

const cut = ({ a, b }: Cable): Effect[] => [a, b].map((at) => ({ effect: 'carrier-lost', at }))

/** What a watcher records of a cable's end, and of the bonds and VLANs above it. */
function atEnd(wiring: Wiring, { node, interface: name }: Endpoint): WatchedObject[] {
  const upper = wiring.upper(on(node, name)).flatMap((one) => atEnd(wiring, on(node, one.name)))
  const above = wiring.master(on(node, name))
  if (above?.kind === 'bridge')
    return [...upper, ...(isTreeBridge(above) ? [{ watch: 'stpPort', node, name } as const] : [])]
  if (above?.kind !== 'bond') return upper
  const own: WatchedObject =
    above.bond.mode === 'active-backup'
      ? { watch: 'bondActive', node, name: above.name }
      : { watch: above.bond.mode === '802.3ad' ? 'lacpPort' : 'bondPort', node, name }
  return [...upper, own, ...atEnd(wiring, on(node, above.name))]
}

const atHop = (wiring: Wiring, { egress: { node }, neighbour, dynamic }: Hop): WatchedObject[] => [
  ...claimantsAt(wiring, neighbour),
  ...(dynamic === null ? [] : [{ watch: 'route', node, name: dynamic }]),
]

/** Where packets of a virtual address are sent from. */
function holdersAt(world: World, source: string): readonly Endpoint[] {
  const claim = world.wiring.claimWith(source)
  return claim === undefined ? [] : holdersOf(world, claim).map((one) => on(one.node, one.interface))
}

const claimantsAt = (wiring: Wiring, at: Endpoint): WatchedObject[] =>
  wiring
    .claimantsAt(at.node)
    .filter(({ claimant }) => claimant.interface === at.interface)
    .map(({ claim: { watch }, claimant: { node, name } }) => ({ watch, node, name }))

const distinct = (objects: readonly WatchedObject[]): WatchedObject[] => [
  ...new Map(objects.map((one) => [`${one.watch} ${one.node} ${one.name}`, one])).values(),
]
