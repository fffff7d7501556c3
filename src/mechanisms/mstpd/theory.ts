import { reason } from '../../model/reason.ts'
import { isMstpd, nodeOf, type Node } from '../../model/topology.ts'
import { OWN_FILES, type Theory } from '../contract/theory.ts'

/** What its trees do is RSTP's (`rstp/theory.ts`). */
export const mstpdTheory: Theory = {
  changes: () => ({ changes: [], blocked: [] }),
  race: ({ wiring: { topology } }, effects) => {
    const hanging = effects.find(({ effect, at }) => effect === 'node-hangs' && runsMstpd(nodeOf(topology, at.node)))
    return hanging === undefined
      ? null
      : reason(
          'mstpd-hangs',
        )`${{ node: hanging.at.node }} hangs: its kernel goes on forwarding while its neighbours hear nothing of its mstpd, and frames may go round`
  },
  runs: runsMstpd,
  foreign: (node) =>
    runsMstpd(node) && ['mstpd/up.sh', 'mstpd/mstpctl.conf'].some((path) => path in node.files) ? [OWN_FILES] : [],
}

function runsMstpd({ interfaces }: Node): boolean {
  return interfaces.some(isMstpd)
}
