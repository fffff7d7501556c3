/**
 * Shape     two buildings with a gateway pair each (VRRP), above them two cores; gateways and cores speak OSPF.
 *
 *           | Description   | gateway pairs above OSPF                                              |
 *           | Components    | 4 gateways (keepalived, FRR), 2 cores (FRR), 2 switches (bridge), 2 machines |
 *           | Resources     | 10 nodes, 15 cables; no privileges                                    |
 *           | Topology file | `backhoe generate labs/routed-campus.lab.ts`                          |
 *           | Name          | routed-campus                                                         |
 *
 * Question  two protocols stand above each other. Which of them decides what a failure costs?
 * Answer    Above the gateways OSPF does: a dark uplink is left within 30 ms, and VRRP does not notice.
 *           At the LAN VRRP does: the backup takes over after 2A + skew to 3A + skew, and until then OSPF has long found the
 *           way back to it.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { routedCampus } from 'backhoe-lab/topologies'

const site = routedCampus()

export default defineLab({
  topology: site,
  traffic: { web: flow(site.building(1).host, site.building(2).host, { streams: 4, rate: '100pps' }) },
  experiments: {
    'an uplink of the active gateway is cut': {
      fault: linkCut(site.building(1).first.up1),
      hold: '5s',
      recover: '20s',
      trials: 5,
      targets: { web: { outage: '< 100ms' } },
    },
    'the active gateway loses its LAN': {
      fault: linkCut(site.building(1).first.lan),
      hold: '8s',
      recover: '20s',
      trials: 10,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
