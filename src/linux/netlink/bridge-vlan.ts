import type { PortVlans } from '../../model/topology.ts'
import { attribute, message, u16 } from './codec.ts'
import { RTM_DELLINK } from './link-parse.ts'
import { ifinfomsg } from './link.ts'

const RTM_SETLINK = 19
export const AF_BRIDGE = 7
export const IFLA_AF_SPEC = 26
const IFLA_BRIDGE_FLAGS = 0
/** Of a bridge itself, and not of a port: rtnl_bridge_setlink asks the device's own ndo_bridge_setlink. */
const BRIDGE_FLAGS_SELF = 2
export const IFLA_BRIDGE_VLAN_INFO = 2
export const BRIDGE_VLAN_INFO = { pvid: 0x2, untagged: 0x4 } as const

/** How a VLAN leaves a port; as its native one it is also that of untagged frames that arrive. */
type Membership = 'native' | 'untagged' | 'tagged'

const FLAGS: Readonly<Record<Membership, number>> = {
  native: BRIDGE_VLAN_INFO.pvid | BRIDGE_VLAN_INFO.untagged,
  untagged: BRIDGE_VLAN_INFO.untagged,
  tagged: 0,
}

/** struct bridge_vlan_info. */
const vlanInfo = (id: number, as: Membership): Buffer => attribute(IFLA_BRIDGE_VLAN_INFO, u16(FLAGS[as]), u16(id))

const request = (type: number, index: number, ...vlans: readonly Buffer[]): Buffer =>
  message(type, 0, ifinfomsg(index, AF_BRIDGE), attribute(IFLA_AF_SPEC, ...vlans))

export const addVlan = (index: number, id: number, as: Membership): Buffer =>
  request(RTM_SETLINK, index, vlanInfo(id, as))

export const deleteVlan = (index: number, id: number): Buffer => request(RTM_DELLINK, index, vlanInfo(id, 'tagged'))

/** All memberships of a port, or of a bridge itself, that has none yet, in one message. */
export function addVlans(index: number, vlans: PortVlans, isSelf: boolean): Buffer {
  const self = isSelf ? [attribute(IFLA_BRIDGE_FLAGS, u16(BRIDGE_FLAGS_SELF))] : []
  const native = vlans.native === null ? [] : [vlanInfo(vlans.native, 'native')]
  const untagged = (vlans.untagged ?? []).map((id) => vlanInfo(id, 'untagged'))
  return request(
    RTM_SETLINK,
    index,
    ...self,
    ...native,
    ...untagged,
    ...vlans.tagged.map((id) => vlanInfo(id, 'tagged')),
  )
}
