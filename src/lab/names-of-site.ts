import type { Fault } from '../model/fault.ts'
import type { CableHandle, NodeHandle } from '../model/handle.ts'
import { endpointText, type Site, type Topology } from '../model/topology.ts'

type Target = Fault['target']

/** What a person may name of a topology, and what it is. */
export type Nameable = ReadonlyMap<string, Target>

const KINDS: readonly string[] = ['cable', 'cables', 'selector', 'node', 'nodes'] satisfies readonly Target['handle'][]
/** Data of handles, and no handle of its own. */
const NO_HANDLES = new Set([
  'topology',
  'node',
  'probes',
  'replicas',
  'cable',
  'near',
  'far',
  'candidates',
  'cables',
  'nodes',
])
/** `site.r1.lan` is three deep, `site.access.1.up` four. */
const DEEPEST = 4

/**
 * By the site's own names without `site.` (`active.lan`); nodes by name too, and cables by name and by each of their ends (`r1:eth0`),
 * seen from there.
 */
export function namesOf(site: Site): Nameable {
  const { topology } = site
  return new Map<string, Target>([
    ...topology.nodes.map((node): [string, NodeHandle] => [node.name, { handle: 'node', node }]),
    ...cableNames(topology),
    ...handlesBelow(site, '', 1),
  ])
}

const cableNames = ({ cables }: Topology): readonly (readonly [string, CableHandle])[] =>
  cables.flatMap((cable): (readonly [string, CableHandle])[] => [
    [cable.name, { handle: 'cable', cable, near: cable.a, far: cable.b }],
    [endpointText(cable.a), { handle: 'cable', cable, near: cable.a, far: cable.b }],
    [endpointText(cable.b), { handle: 'cable', cable, near: cable.b, far: cable.a }],
  ])

function handlesBelow(object: object, path: string, depth: number): readonly (readonly [string, Target])[] {
  return Object.entries(object).flatMap(([key, value]: [string, unknown]) => {
    if (NO_HANDLES.has(key) || typeof value !== 'object' || value === null) return []
    const name = `${path}${key}`
    const own: readonly (readonly [string, Target])[] = isTarget(value) ? [[name, value]] : []
    return depth === DEEPEST ? own : [...own, ...handlesBelow(value, `${name}.`, depth + 1)]
  })
}

const isTarget = (value: object): value is Target =>
  'handle' in value && typeof value.handle === 'string' && KINDS.includes(value.handle)
