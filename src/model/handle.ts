import type { Cable, Endpoint, Node, ProbeAddress, Topology } from './topology.ts'

/** What a lab says of a node: `site.host`. */
export interface NodeHandle {
  readonly handle: 'node'
  readonly node: Node
  /** Where traffic of this handle begins and ends, in place of the node's own: the node as one network sees it. */
  readonly probes?: readonly ProbeAddress[]
  /** Other nodes that serve at the same addresses: what any of them gets has arrived. Traffic may end here, not begin. */
  readonly replicas?: readonly Node[]
  /** The address is virtual: of these nodes one has it at a time, receives what is sent to it, and answers from it. */
  readonly isVirtual?: true
}

/** A handle is asked only for what it has. */
export const probesOf = (handle: NodeHandle): readonly ProbeAddress[] =>
  'probes' in handle ? handle.probes : handle.node.probes

export const replicasOf = (handle: NodeHandle): readonly Node[] => ('replicas' in handle ? handle.replicas : [])

/** Every node at which traffic of this handle may begin or end. */
export const servingNodes = (handle: NodeHandle): readonly Node[] => [handle.node, ...replicasOf(handle)]

export const isVirtual = (handle: NodeHandle): boolean => 'isVirtual' in handle && handle.isVirtual

/** What a lab says of a cable: `site.r1.lan`. `near` is the end at the node that names it. */
export interface CableHandle {
  readonly handle: 'cable'
  readonly cable: Cable
  readonly near: Endpoint
  readonly far: Endpoint
}

/**
 * A cable that depends on who is active at the moment of injection: `site.active.lan`.
 * The agent picks the first candidate whose state holds then.
 */
export interface CableSelector {
  readonly handle: 'selector'
  /** `active router's lan`. */
  readonly text: string
  readonly candidates: readonly { readonly when: StateMatch; readonly cable: CableHandle }[]
}

/** Cables that fail together, in one batch: `site.member('m1')`. */
export interface CableGroup {
  readonly handle: 'cables'
  /** `stack member m1`. */
  readonly text: string
  readonly cables: readonly CableHandle[]
}

/** Nodes that fail together: `risk(site, 'feed-a').nodes`. */
export interface NodeGroup {
  readonly handle: 'nodes'
  /** `nodes at feed-a`. */
  readonly text: string
  readonly nodes: readonly NodeHandle[]
}

export const nodesOf = (target: NodeHandle | NodeGroup): readonly NodeHandle[] =>
  target.handle === 'node' ? [target] : target.nodes

/** All cables of a node or of several, each once and near one of them. */
export function cablesOf({ cables }: Topology, target: NodeHandle | NodeGroup): readonly CableHandle[] {
  const names = new Set(nodesOf(target).map(({ node }) => node.name))
  return cables.flatMap((cable): CableHandle[] => {
    if (names.has(cable.a.node)) return [{ handle: 'cable', cable, near: cable.a, far: cable.b }]
    if (names.has(cable.b.node)) return [{ handle: 'cable', cable, near: cable.b, far: cable.a }]
    return []
  })
}

/**
 * A state that a watcher records: which object of a node, and the value it has. Its kind names the mechanism that owns it:
 * the types of each kind are in `src/mechanisms/NAME/data-kinds.ts`.
 */
export interface StateMatch {
  /** Its kind: `vrrp`, `bondActive`. */
  readonly watch: string
  readonly node: string
  readonly name: string
  readonly state: string
}

/** Of which a watcher records the state. */
export type WatchedObject = Pick<StateMatch, 'watch' | 'node' | 'name'>
