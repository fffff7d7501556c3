import type { Fault } from '../../src/model/fault.ts'
import {
  nodesOf,
  probesOf,
  replicasOf,
  servingNodes,
  type CableGroup,
  type CableHandle,
  type CableSelector,
  type NodeGroup,
  type NodeHandle,
} from '../../src/model/handle.ts'
import { panelEnd } from '../../src/model/operation.ts'
import { fail } from '../../src/model/problem.ts'
import { shown } from '../../src/words/shown.ts'
import { endpointText, type Endpoint, type Topology } from '../../src/model/topology.ts'
import type { Parameters } from '../../src/words/parameters.ts'

/** One cable, one that is known only at injection, or several that fail together. */
export type CableTarget = CableHandle | CableSelector | CableGroup | readonly CableHandle[]
export type End = 'near' | 'far'
/** Seen from the near end: `fromNear` is what it sends, `toNear` what it should receive. */
export type CableDirection = 'both' | 'fromNear' | 'toNear'

export const ENDS: readonly End[] = ['near', 'far']
const DIRECTIONS: readonly CableDirection[] = ['both', 'fromNear', 'toNear']

/** What a fault keeps of it; a lab runs without type checks, and what is no cable is a problem of the fault (`not-a-cable`). */
export function targetOf(read: Parameters, cables: CableTarget): Fault['target'] {
  const list: readonly unknown[] | null = Array.isArray(cables) ? cables : null
  const kinds: readonly Kind[] = list === null ? ['cable', 'selector', 'cables'] : ['cable']
  const wrong = (list ?? [cables]).filter((one) => !isHandle(one, kinds))
  for (const one of wrong)
    refuse(read, 'not-a-cable', one, 'a cable of the topology, such as site.r1.lan, or a list of them')
  if (wrong.length > 0) return { handle: 'cables', text: 'nothing', cables: [] }
  return 'handle' in cables ? cables : { handle: 'cables', text: cables.map(onText).join(' and ') || 'cables', cables }
}

/**
 * The same for nodes (`not-a-node`): of one, or of several that fail together. An address that several nodes may have is none
 * of them (`not-one-node`).
 */
export function nodeTargetOf(read: Parameters, target: NodeHandle | NodeGroup): NodeHandle | NodeGroup {
  if (isHandle(target, ['node', 'nodes'])) return isOneEach(read, target) ? target : NO_NODES
  refuse(read, 'not-a-node', target, 'a node of the topology, such as site.r1')
  return NO_NODES
}

/** The same for one node. */
export function oneNodeOf(read: Parameters, target: NodeHandle): NodeHandle | NodeGroup {
  if (isHandle(target, ['node'])) return isOneEach(read, target) ? target : NO_NODES
  refuse(read, 'not-a-node', target, 'one node of the topology, such as site.r1')
  return NO_NODES
}

function isOneEach(read: Parameters, target: NodeHandle | NodeGroup): boolean {
  const shared = nodesOf(target).filter((node) => replicasOf(node).length > 0)
  for (const handle of shared) {
    const what = `${read.of} acts on ${probesOf(handle)[0]?.address ?? handle.node.name}, which is an address of several nodes`
    read.problem('not-one-node', what, {
      allowed: servingNodes(handle)
        .map(({ name }) => name)
        .join(', '),
    })
  }
  return shared.length === 0
}

const NO_NODES: NodeGroup = { handle: 'nodes', text: 'nothing', nodes: [] }

type Kind = Fault['target']['handle']

const isHandle = (value: unknown, kinds: readonly Kind[]): value is Fault['target'] =>
  typeof value === 'object' && value !== null && 'handle' in value && kinds.some((kind) => kind === value.handle)

function refuse(read: Parameters, code: string, target: unknown, allowed: string): void {
  read.problem(code, `${read.of} acts on ${called(target)}`, { allowed })
}

function called(target: unknown): string {
  if (isHandle(target, ['cable', 'node'])) return `the ${target.handle} ${onText(target)}`
  if (isHandle(target, ['selector', 'cables', 'nodes'])) return onText(target)
  return target === undefined ? 'undefined' : shown(target)
}

/** What the target is called; a selector's cable has no name before the injection. */
export function onText(target: Fault['target']): string {
  if (target.handle === 'node') return target.node.name
  return target.handle === 'cable' ? target.cable.name : target.text
}

/** `r1:lan`, or `the near end` of a selector's or a group's cable. */
export const endText = (target: Fault['target'], end: End): string =>
  target.handle === 'cable' ? endpointText(target[end]) : `the ${end} end`

/** What the target is called where only one end is meant. */
export const onEndText = (target: Fault['target'], end: End): string =>
  target.handle === 'cable' ? endpointText(target[end]) : `${end} end of ${onText(target)}`

export const otherEnd = (end: End): End => (end === 'near' ? 'far' : 'near')

/** A fault's option `direction`; both ways where it is absent. */
export const readDirection = (read: Parameters): CableDirection => read.oneOf('direction', 'both', DIRECTIONS)

/** The ends that send in this direction. */
export function senders(direction: CableDirection): readonly End[] {
  if (direction === 'both') return ENDS
  return direction === 'fromNear' ? ['near'] : ['far']
}

/** `host:leg1 to sw1:p1`, or `both ways`. */
export function directionText(target: Fault['target'], direction: CableDirection): string {
  if (direction === 'both') return 'both ways'
  const sender: End = direction === 'fromNear' ? 'near' : 'far'
  return `from ${endText(target, sender)} to ${endText(target, otherEnd(sender))}`
}

/** Where a cable lies in the patch panel. */
export interface PanelPlace {
  /** Its number in the topology. */
  readonly cable: number
  /** The panel's end that faces this endpoint of the cable. */
  side(end: End): 'a' | 'b'
  /** Name of that end's interface in the wire namespace. */
  middle(end: End): string
}

export function panelPlace(topology: Topology, handle: CableHandle): PanelPlace {
  const cable = topology.cables.findIndex((candidate) => candidate.name === handle.cable.name)
  if (cable < 0) {
    fail({
      code: 'unknown-cable',
      what: `the topology ${topology.name} has no cable ${handle.cable.name}`,
      next: 'take the cable from the topology that the lab declares',
    })
  }
  const nearSide = sameEndpoint(handle.cable.a, handle.near) ? 'a' : 'b'
  const side = (end: End): 'a' | 'b' => (end === 'near' ? nearSide : nearSide === 'a' ? 'b' : 'a')
  return { cable, side, middle: (end) => panelEnd(cable, side(end)).name }
}

const sameEndpoint = (one: Endpoint, other: Endpoint): boolean => endpointText(one) === endpointText(other)
