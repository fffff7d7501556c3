import type { NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle, CableSelector } from '../../src/model/handle.ts'
import type { TreePortRest, TreePortState } from '../../src/mechanisms/stp/data-kinds.ts'

export interface TwoUplinks {
  readonly node: NodeBuilder
  readonly uplink1: CableHandle
  readonly uplink2: CableHandle
}

/** The uplink of an access switch whose own port forwards when the fault strikes. */
export const forwardingUplink = (access: TwoUplinks): CableSelector => uplinkIn('forwarding', access, ['near'])

/** The one that is shut then: at the access switch, or at the other end where that may be farther from the root. */
export const shutUplink = (state: TreePortRest, access: TwoUplinks, isFarther: boolean): CableSelector =>
  uplinkIn(state, access, isFarther ? ['near', 'far'] : ['near'])

function uplinkIn(
  state: TreePortRest,
  { node, uplink1, uplink2 }: TwoUplinks,
  ends: readonly ('near' | 'far')[],
): CableSelector {
  return {
    handle: 'selector',
    text: `${state} uplink of ${node.name}`,
    candidates: ends.flatMap((end) =>
      [uplink1, uplink2].map((cable) => ({
        when: { watch: 'stpPort', node: cable[end].node, name: cable[end].interface, state } satisfies TreePortState,
        cable,
      })),
    ),
  }
}
