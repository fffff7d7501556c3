import { isOpenVSwitch } from '../../model/topology.ts'
import type { Theory } from '../contract/theory.ts'

export const openVSwitchTheory: Theory = {
  changes: () => ({ changes: [], blocked: [] }),
  runs: ({ interfaces }) => interfaces.some(isOpenVSwitch),
  isForeign: ({ interfaces, files }) => interfaces.some(isOpenVSwitch) && 'openvswitch/up.sh' in files,
}
