import type { Effect } from '../../model/fault.ts'
import { reason, type Reason } from '../../model/reason.ts'
import { isOpenVSwitch, type Topology } from '../../model/topology.ts'

const LEAKY = reason(
  'ovs-leaks',
)`Open vSwitch sends what is for a station that it has moved to its new root port also in VLANs that this port lacks, until it forgets the station`

/**
 * Whether a fault can have Open vSwitch send frames out of a port that lacks their VLAN. It drops such frames where they come
 * in, and floods none, but does not look at the VLAN where it knows the station's port (ofproto/ofproto-dpif-xlate.c:
 * input_vid_is_valid, xlate_normal_flood, xlate_normal). It learns no station there by itself, and a port whose VLANs change
 * forgets its stations (ofproto/ofproto-dpif.c: bundle_set); but a new root port gets those of the old one (rstp_run,
 * bundle_move). BPDUs have no VLAN: a port that forgets one moves no root port.
 */
export function leaks({ nodes }: Topology, effects: readonly Effect[]): Reason | null {
  const interfaces = nodes.flatMap((node) => node.interfaces)
  const filters = interfaces.some((one) => one.kind === 'bridge' && one.vlanFiltering && isOpenVSwitch(one))
  return filters && effects.some(({ effect }) => effect !== 'vlan-missing') ? LEAKY : null
}
