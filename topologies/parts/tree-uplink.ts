import type { NodeBuilder } from '../../src/model/compose/index.ts'
import type { CableHandle, CableSelector } from '../../src/model/handle.ts'
import type { StpPortState } from '../../src/model/operation.ts'

export interface TwoUplinks {
  readonly node: NodeBuilder
  readonly uplink1: CableHandle
  readonly uplink2: CableHandle
}

/** The uplink of an access switch whose own port is in this state of the spanning tree when the fault strikes. */
export function uplinkIn({ node, uplink1, uplink2 }: TwoUplinks, state: StpPortState): CableSelector {
  return {
    handle: 'selector',
    text: `${state} uplink of ${node.name}`,
    candidates: [uplink1, uplink2].map((cable) => ({
      when: { watch: 'stpPort', node: node.name, name: cable.near.interface, state },
      cable,
    })),
  }
}
