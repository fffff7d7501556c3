/**
 * Shape     two access switches, each with an uplink to two distribution switches, all of them Open vSwitch's: three loops,
 *           kept open by a rapid spanning tree.
 *
 *           | Description       | access and distribution layer, redundant uplinks, IEEE 802.1D-2004 (RSTP) |
 *           | Components        | 4 switches (Open vSwitch, userspace datapath), 2 hosts, a server at either distribution |
 *           | Resources         | 8 nodes, 9 cables; openvswitch-switch; no privileges                      |
 *           | Topology file     | `backhoe generate labs/redundant-switches-rstp.lab.ts`                    |
 *           | Name              | redundant-switches-rstp                                                   |
 *
 * Question  what is left of 802.1D's delays where a port forwards as soon as its neighbour agrees?
 * Answer    Where light is lost, an uplink, the link between the distribution switches or the root: 0 to 20 ms, and now and
 *           then 520 ms: the protocol is done at once, but Open vSwitch's datapath keeps a flow until it next looks through
 *           them all, 500 ms later at most (`max-revalidator`). So does the return: 0 to 20 ms, or 500 to 520. The death of
 *           the root costs up to 1 s: its claims live on at the access switches, the backup root believes them and takes that
 *           back, and a port that has sent six BPDUs by then (TxHoldCount) says no more until the next tick of its timers.
 *           A silent uplink: three hellos of 2 s, less what has passed since the last: 4.1 to 5.6 s. When it heals frames go
 *           round until the next hello, 0.8 s (test/topologies/rapid-tree.guest.test.ts): its far end never left off sending,
 *           and its near end has taken itself for designated. Nothing came back twice in any other change: what a port that
 *           closes has promised its neighbour, the datapath keeps a moment later, and that moment is short here.
 */
import { defineLab } from 'backhoe-lab'
import { redundantSwitches } from 'backhoe-lab/topologies'
import { rapidTree } from './parts/rapid-tree.ts'

// A userspace datapath is dear: each packet costs every switch on its way a few system calls.
export default defineLab(rapidTree(redundantSwitches({ loopFree: 'rstp' }), '50pps'))
