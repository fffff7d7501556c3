import type { Effect, Fault } from '../src/model/fault.ts'
import { nodesOf, type CableHandle, type NodeGroup, type NodeHandle } from '../src/model/handle.ts'
import type { Operation } from '../src/model/operation.ts'
import type { Topology } from '../src/model/topology.ts'
import { ENDS, nodeTargetOf, onText, panelPlace, type End } from './parts/ends.ts'
import { optionsOf } from './parts/options.ts'

/**
 * A node loses its power, or several at once that hang at one feed: all its cables are dark at once, its daemons and the programs at
 * its ends of sessions are killed, and all that its kernel held is gone: connections, neighbour and conntrack entries, forwarding
 * tables, what a daemon or a person has added by hand. Its configuration stays. Healing starts the daemons as at the beginning and
 * gives the light back: a reboot that takes no time.
 */
export function nodeDown(nodes: NodeHandle | NodeGroup): Fault {
  const read = optionsOf('nodeDown')
  const target = nodeTargetOf(read, nodes)
  return {
    kind: 'nodeDown',
    on: onText(target),
    text: 'loses its power: its daemons are killed, and all its cables are dark',
    needs: [],
    target,
    lastsNs: 0,
    problems: read.problems,
    effect: (handle) => ENDS.map((end): Effect => ({ effect: 'carrier-lost', at: handle[end] })),
    steps: (topology, handle) => {
      const place = panelPlace(topology, handle)
      const light = (end: End, on: boolean): Operation => ({
        op: 'light',
        cable: place.cable,
        end: place.side(end),
        on,
      })
      const fed = nodesOf(target).filter((node) => isFirst(topology, node, handle))
      const power = (on: boolean): readonly Operation[] => fed.map(({ node }) => ({ op: 'power', node: node.name, on }))
      const still = (paused: boolean): readonly Operation[] =>
        fed.map(({ node }) => ({ op: 'pause', node: node.name, paused }))
      return {
        // A port that goes dark takes the kernel its time. Meanwhile no program of the node may answer a neighbour that has seen
        // the first port go, and a process that is killed closes its connections: it stands still until nothing leaves the node.
        inject: [
          { atNs: 0, operations: [...still(true), light('far', false)] },
          { atNs: 1, operations: [...power(false), light('near', false)] },
        ],
        heal: [...power(true), ...still(false), light('near', true), light('far', true)],
        proof: [
          ...ENDS.map((end) => ({ check: 'carrier', at: handle[end], is: 'down' }) as const),
          ...fed.map(({ node }) => ({ check: 'dead', node: node.name }) as const),
        ],
      }
    },
  }
}

/** A node falls silent once: with the first of its cables. */
function isFirst({ cables }: Topology, { node }: NodeHandle, { cable }: CableHandle): boolean {
  const first = cables.find(({ a, b }) => a.node === node.name || b.node === node.name)
  return first?.name === cable.name
}
