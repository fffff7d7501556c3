/**
 * Shape     two gateways that share the load: h1 goes out by r1, h2 by r2, and the core router answers by both.
 *
 *           | Description       | two VRRP groups on either side, hosts split between them, return traffic by ECMP |
 *           | Components        | 3 routers (keepalived, static), 3 switches (bridge), 2 hosts, server             |
 *           | Resources         | 9 nodes, 9 cables; no privileges                                                 |
 *           | Topology file     | `backhoe generate labs/active-active.lab.ts`                                     |
 *           | Name              | active-active                                                                    |
 *
 * Question  r1 fails. What does a host notice that uses r2?
 * Answer    As much as one that uses r1, in one direction. Its packets go out by r2 as before, but half of the answers
 *           come back by r1: the ways there and back differ, and each host depends on both routers. The outage is
 *           2A + skew to 3A + skew for all of them: 2.61 to 3.61 s with A = 1 s and priority 100.
 *           With returnPath: 'symmetric' the host of r2 notices nothing.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { activeActive } from 'backhoe-lab/topologies'

const site = activeActive({ advertInterval: '1s' })

export default defineLab({
  topology: site,
  traffic: {
    'by r1': flow(site.host(1), site.server, { streams: 16, rate: '100pps' }),
    'by r2': flow(site.host(2), site.server, { streams: 16, rate: '100pps' }),
  },
  experiments: {
    'r1 loses its LAN cable': {
      fault: linkCut(site.r1.lan),
      hold: '8s',
      trials: 10,
      targets: { 'by r1': { outage: '< 4s' }, 'by r2': { outage: '< 4s' } },
    },
    'r1 loses its uplink': {
      fault: linkCut(site.r1.wan),
      hold: '8s',
      trials: 10,
      targets: { 'by r1': { outage: '< 4s' }, 'by r2': { outage: '< 4s' } },
    },
    'whoever is active for the even hosts loses its uplink': {
      fault: linkCut(site.group(2).active.wan),
      hold: '8s',
      trials: 10,
      targets: { 'by r1': { outage: '< 4s' }, 'by r2': { outage: '< 4s' } },
    },
  },
})
