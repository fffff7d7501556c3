import type { TreeWatch } from '../stp/data-kinds.ts'
import { isOpenVSwitch, type Topology } from '../../model/topology.ts'
import type { Settle } from '../contract/settle.ts'

/** Its trees settle as all trees do; it is watched by the FIFO that its script fills. */
export const openVSwitchSettle: Settle = { waits: () => [], watched }

function watched({ nodes }: Topology): Pick<TreeWatch, 'openVSwitches'> {
  const names = nodes.filter(({ interfaces }) => interfaces.some(isOpenVSwitch)).map(({ name }) => name)
  return names.length === 0 ? {} : { openVSwitches: names }
}
