import type { Effect } from '../model/fault.ts'
import { reason, type Reason } from '../model/reason.ts'
import { nodeOf, type Node, type Topology } from '../model/topology.ts'
import type { Change } from './change.ts'
import { THEORIES } from '../mechanisms/all/theory.ts'
import type { ExpectedOutage } from './outage.ts'
import type { Way } from './path.ts'
import { Stream } from './stream.ts'
import type { World } from './world.ts'

/**
 * Why nothing can be said of a way when a node hangs: SIGSTOP reaches its processes, and its kernel forwards, answers ARP and
 * sends the frames of its kernel's own protocols as before. null: something can.
 * - A switch that forwards in a process stands still, and its queues keep what arrives until that goes on.
 * - A node whose daemon stands still keeps the addresses that it claims, and answers for them beside the backup that has taken
 *   over. Which of the two a neighbour believes is a race, and it matters where packets arrive by one of them only.
 */
export function stillness(
  broken: World,
  effects: readonly Effect[],
  way: Way,
  changes: readonly Change[],
): Reason | null {
  const node = hangingOf(effects)
  if (node === null) return null
  const forwarder = forwarderOf(nodeOf(broken.wiring.topology, node))
  if (forwarder !== null)
    return reason(
      'forwarder-stands-still',
    )`${{ node }} hangs, and its ${{ program: forwarder }} forwards nothing until it goes on: what its queues keep has no timer`
  const rivals = changes.filter(({ reaction }) => isRival(broken, node, reaction))
  const matters = way.pairs.some((pair) =>
    new Stream(broken, { ...way, pairs: [pair] }).relevant(changes).some((change) => rivals.includes(change)),
  )
  return matters
    ? reason(
        'two-answer',
      )`${{ node }} hangs, and its kernel answers for the virtual address beside the router that takes over: which answer is believed is a race`
    : null
}

/**
 * Why nothing can be said of a lab in which a node hangs from the start: what its programs stood for, its neighbours have
 * taken over or not before the fault strikes, and priority alone does not tell. null: no such program stands still.
 */
export function hangingBefore(topology: Topology, drift: readonly Effect[]): Reason | null {
  const hanging = drift.find(({ effect, at }) => effect === 'node-hangs' && runsDaemons(nodeOf(topology, at.node)))
  return hanging === undefined
    ? null
    : reason(
        'hangs-from-start',
      )`${{ node: hanging.at.node }} hangs from the start, and what its neighbours have done about that before the fault is not modelled`
}

/** Takes an address over that the node's kernel still has. */
const isRival = ({ wiring }: World, node: string, reaction: Change['reaction']): boolean =>
  reaction.react === 'addresses-taken' &&
  wiring.claimOf(reaction.node, reaction.claimant)?.claim.claimants.some((one) => one.node === node) === true

/** Says why a way is untouched through a node that hangs. */
export function forwardedStill(own: ExpectedOutage, effects: readonly Effect[]): ExpectedOutage {
  const node = hangingOf(effects)
  if (node === null || own.highNs !== 0) return own
  return {
    ...own,
    because: reason('kernel-forwards-still')`${{ node }} hangs, and its kernel forwards without its processes`,
    source: 'signal(7): SIGSTOP',
  }
}

const hangingOf = (effects: readonly Effect[]): string | null =>
  effects.find(({ effect }) => effect === 'node-hangs')?.at.node ?? null

/** The program that forwards there; null: the kernel does. */
function forwarderOf(node: Node): string | null {
  const [program] = THEORIES.flatMap(({ forwarder }) => forwarder?.(node) ?? [])
  return program ?? null
}

/** Programs of its own, or of a mechanism. */
export const runsDaemons = (node: Node): boolean =>
  (node.daemons ?? []).length > 0 || THEORIES.some(({ runs }) => runs?.(node) === true)
