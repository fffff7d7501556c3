import { reason } from '../../model/reason.ts'
import type { Node } from '../../model/topology.ts'
import { OWN_FILES, type Foreign, type Theory } from '../contract/theory.ts'
import { isContained } from './data-own.ts'

/** FRR moves nothing by itself: its protocols do. */
export const frrTheory: Theory = {
  changes: () => ({ changes: [], blocked: [] }),
  // By nexthop objects, which a port that loses its carrier takes out of their groups for good; and its hash is the container's.
  unsteady: ({ wiring: { topology, dynamicRoutes } }) =>
    topology.nodes.filter(isContained).map((node) => ({
      ends: node.interfaces.map(({ name }) => ({ node: node.name, interface: name })),
      to: (dynamicRoutes.get(node.name) ?? []).flatMap(({ to, vias }) => (vias.length > 1 ? [to] : [])),
      because: reason(
        'contained-zebra',
      )`${{ node: node.name }} has a route of equal costs there, and what zebra in a container makes of it is not modelled`,
    })),
  // watchfrr starts daemons again that have not answered for 10 s, and they all wake at once.
  race: ({ wiring: { topology } }, effects) => {
    const names = new Set(topology.nodes.filter(isContained).map(({ name }) => name))
    const one = effects.find(({ effect, at }) => effect === 'node-hangs' && names.has(at.node))
    return one === undefined
      ? null
      : reason('contained-watchfrr', {
          source: 'watchfrr/watchfrr.c: DEFAULT_TIMEOUT',
        })`${{ node: one.at.node }} hangs, and watchfrr may start its daemons again when it goes on`
  },
}

/** Of a node with a protocol of FRR: a file of the user's own for one daemon is not read. */
export const foreignDaemon = ({ files }: Node): readonly Foreign[] =>
  Object.keys(files).some((path) => path.startsWith('frr/')) ? [OWN_FILES] : []
