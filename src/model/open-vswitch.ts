import type { PortVlans } from './topology.ts'

/** In a node's folder; database, sockets and the FIFO with the ports' states lie there. */
export const OPEN_VSWITCH_FOLDER = 'openvswitch'

/** Reserved by IEEE 802.1Q (table 9-2): no frame carries it. */
export const NO_FRAME = 4095

/**
 * VLANs of a port in the columns of Open vSwitch's database, `column=value`; `[]`: nothing. An empty `trunks` means every
 * VLAN there, and no `tag` VLAN 0 (vswitchd/bridge.c: port_configure; ofproto/ofproto-dpif.c: bundle_set).
 */
export function vlanColumns({ native, tagged }: PortVlans): readonly string[] {
  if (native === null)
    return ['tag=[]', `trunks=${tagged.length === 0 ? String(NO_FRAME) : tagged.join(',')}`, 'vlan_mode=trunk']
  const tag = `tag=${String(native)}`
  return tagged.length === 0
    ? [tag, 'trunks=[]', 'vlan_mode=access']
    : [tag, `trunks=${tagged.join(',')}`, 'vlan_mode=native-untagged']
}

/** Words after `ovs-vsctl` that give a port these VLANs and take all others away; they return once the switch has done it. */
export const vlanWords = (port: string, vlans: PortVlans): readonly string[] => [
  'set',
  'port',
  port,
  ...vlanColumns(vlans),
]
