import type { NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle, CableSelector } from '../../src/model/handle.ts'
import type { BondActiveState } from '../../src/mechanisms/bond/data-kinds.ts'

/** The leg that an active-backup bond uses when the fault strikes. */
export function activeLeg(node: NodeBuilder, bond: string, legs: readonly CableHandle[]): CableSelector {
  return {
    handle: 'selector',
    text: `active leg of ${node.name}`,
    candidates: legs.map((cable) => ({
      when: { watch: 'bondActive', node: node.name, name: bond, state: cable.near.interface } satisfies BondActiveState,
      cable,
    })),
  }
}
