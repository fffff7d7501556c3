import type { TreePortWait, TreeWatch } from './data-kinds.ts'
import { isMstpd, type Topology } from '../../model/topology.ts'
import { Damage } from '../../theory/damage.ts'
import { closedState, Trees } from '../../theory/spanning-tree.ts'
import type { Wiring } from '../../theory/wiring.ts'
import { CARRIER, DAEMON_START, type Settle, type Settled } from '../contract/settle.ts'

/** Spanning trees of both kinds: where their ports come to rest. */
export const treeSettle: Settle = { waits, watched }

/** The root may be heard late: all that was heard of another one has to grow too old first. */
function waits(wiring: Wiring): readonly Settled[] {
  const { states } = Trees.grown(wiring, new Damage([]))
  return states.map(({ at, forwards, tree }) => {
    const state = forwards ? 'forwarding' : closedState(tree)
    const wait: TreePortWait = { wait: 'stpPort', node: at.node, name: at.interface, state }
    return { wait, deadlineNs: CARRIER + DAEMON_START + tree.maxAgeNs + 3 * tree.forwardDelayNs }
  })
}

/** The kernel's ports; those of Open vSwitch are found by its own watcher. */
function watched({ nodes }: Topology): Pick<TreeWatch, 'stpPorts'> {
  const ports = nodes.flatMap(({ name: node, interfaces }) => {
    const trees = interfaces
      .filter((one) => (one.kind === 'bridge' && one.stp !== undefined) || isMstpd(one))
      .map(({ name }) => name)
    return interfaces.flatMap(({ name, master }) =>
      master !== undefined && trees.includes(master) ? [{ node, name }] : [],
    )
  })
  return ports.length === 0 ? {} : { stpPorts: ports }
}
