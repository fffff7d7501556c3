/**
 * Shape     host with an active-backup bond on two joined switches, its service in VLAN 10 on trunks.
 *
 *           | Description   | a bonded host whose backup leg lacks its VLAN   |
 *           | Components    | 2 switches (bridge, VLANs), host (bond), server |
 *           | Resources     | 4 nodes, 4 cables; no privileges                |
 *           | Topology file | `backhoe generate labs/vlan-missing.lab.ts`     |
 *           | Name          | vlan-missing                                    |
 *
 * Question  the switch behind the backup leg lacks VLAN 10. Does anything show it before it is needed?
 * Answer    No: carrier is up, the bond is up, ping works, every light is green, and the usual check passes.
 *           After the cut the host is gone for as long as it lasts: this lab misses its target, and that is its lesson.
 *           With a rehearsed switchover the gate finds it beforehand: "did not switch over within …".
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, vlanMissing } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ miimon: '100ms', primary: 'leg1', vlans: [10] })

export default defineLab({
  topology: site,
  traffic: {
    app: flow(site.host, site.server, { streams: 2, rate: '100pps' }),
  },
  experiments: {
    'the active leg is cut': {
      drift: vlanMissing(site.leg2, 10),
      gate: 'naive',
      fault: linkCut(site.leg1),
      hold: '5s',
      trials: 5,
      targets: { app: { outage: '< 200ms' } },
    },
    'the active leg is cut, rehearsed': {
      drift: vlanMissing(site.leg2, 10),
      rehearse: true,
      fault: linkCut(site.leg1),
      hold: '5s',
      trials: 5,
      targets: { app: { outage: '< 200ms' } },
    },
  },
})
