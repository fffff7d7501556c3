import type { Effect, Fault } from '../src/model/fault.ts'
import type { NodeHandle } from '../src/model/handle.ts'
import { oneNodeOf, onText } from './parts/ends.ts'
import { optionsOf } from './parts/options.ts'

/**
 * A node hangs: every process of it stands still, as after `docker pause`, and its ends of sessions with them, while its kernel
 * goes on. Links, bonds, bridges and routes work as if nothing were, connections are acknowledged, and flows are not affected;
 * only what its programs would send is not sent.
 */
export function nodePause(node: NodeHandle): Fault {
  const read = optionsOf('nodePause')
  const target = oneNodeOf(read, node)
  return {
    kind: 'nodePause',
    on: onText(target),
    text: 'hangs: its processes stand still, and its kernel goes on',
    needs: [],
    target,
    lastsNs: 0,
    problems: read.problems,
    effect: ({ near, far }) =>
      [near, far].filter((end) => end.node === node.node.name).map((at): Effect => ({ effect: 'node-hangs', at })),
    steps: ({ cables }, { cable }) => {
      const { name } = node.node
      // Once for the node: with the first of its cables.
      if (cables.find(({ a, b }) => a.node === name || b.node === name)?.name !== cable.name)
        return { inject: [], heal: [], proof: [] }
      return {
        inject: [{ atNs: 0, operations: [{ op: 'pause', node: name, paused: true }] }],
        heal: [{ op: 'pause', node: name, paused: false }],
        proof: [{ check: 'paused', node: name }],
      }
    },
  }
}
