/**
 * Shape     two access switches, each with an uplink to two distribution switches, all of them bridges of the kernel: three
 *           loops, kept open by a rapid spanning tree that mstpd runs.
 *
 *           | Description       | access and distribution layer, redundant uplinks, IEEE 802.1D-2004 (RSTP) |
 *           | Components        | 4 switches (bridges of Linux 7.3, mstpd), 2 hosts, a server at either distribution |
 *           | Resources         | 8 nodes, 9 cables; mstpd; no privileges                                   |
 *           | Topology file     | none: containers cannot hand a bridge's tree to a daemon                  |
 *           | Name              | redundant-switches-mstpd                                                  |
 *
 * Question  what does RSTP cost where the bridge follows its tree at once, as a hardware switch does?
 * Answer    Where light is lost, an uplink, the link between the distribution switches or the root: a packet at most, since
 *           the alternate port forwards within 2 ms. So does the return. A silent uplink: three hellos of 2 s, less what has
 *           passed since the last, less the second by which the timers are counted down: 3.06 to 5.94 s of [3, 6]. When it
 *           heals, frames may go round until the next hello, up to 2 s later: its near end has taken itself for designated.
 *           Beside `redundant-switches-rstp`: Open vSwitch's 500 ms of old flows are its datapath's, not the protocol's.
 */
import { defineLab } from 'backhoe-lab'
import { redundantSwitches } from 'backhoe-lab/topologies'
import { rapidTree } from './parts/rapid-tree.ts'

export default defineLab(rapidTree(redundantSwitches({ loopFree: 'rstp', by: 'mstpd' }), '100pps'))
