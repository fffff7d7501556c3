import { hasOpenVSwitch, isOpenVSwitch } from '../../model/topology.ts'
import { OWN_FILES, type Theory } from '../contract/theory.ts'
import { leaks } from './theory-leaky.ts'
import { crossed, REVALIDATED_NS, WORK_NS } from './theory-latency.ts'

export const openVSwitchTheory: Theory = {
  changes: () => ({ changes: [], blocked: [] }),
  delayed: crossed,
  // The datapath follows what its bridge has learned.
  learnsLateNs: (topology) => (hasOpenVSwitch(topology) ? REVALIDATED_NS + WORK_NS : 0),
  leaks,
  forwarder: ({ interfaces }) => (interfaces.some(isOpenVSwitch) ? 'Open vSwitch' : null),
  runs: ({ interfaces }) => interfaces.some(isOpenVSwitch),
  foreign: ({ interfaces, files }) =>
    interfaces.some(isOpenVSwitch) && 'openvswitch/up.sh' in files ? [OWN_FILES] : [],
}
