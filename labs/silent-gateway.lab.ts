/**
 * Shape     host ── sw1 ══ sw2, a router on each switch, VRRP on the LAN and towards the server, one sync group over both.
 *
 *           | Description   | a VRRP pair whose LAN goes silent                         |
 *           | Components    | 3 switches (bridge), 2 routers (keepalived), host, server |
 *           | Resources     | 7 nodes, 7 cables; no privileges                          |
 *           | Topology file | `backhoe generate labs/silent-gateway.lab.ts`             |
 *           | Name          | silent-gateway                                            |
 *
 * Question  the active router's LAN cable goes silent: carrier stays up, no frame passes. Does the backup take over?
 * Answer    No, and it never will. r2 hears nothing on the LAN and wants to take over, but its sync group holds it back,
 *           because it still hears r1 on the other side. r1 sees its carrier and stays. The gateway that survives a cut
 *           does not survive a dead switch fabric: it needs a tracking script or BFD on the LAN.
 *           This lab misses its target, and that is its lesson.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { gatewayPair } from 'backhoe-lab/topologies'

const site = gatewayPair({ advertInterval: '1s', priority: { r1: 150, r2: 100 } })

export default defineLab({
  topology: site,
  traffic: {
    web: flow(site.host, site.server, { streams: 4, rate: '100pps' }),
  },
  experiments: {
    "r1's LAN cable goes silent": {
      fault: linkSilent(site.r1.lan),
      hold: '20s',
      trials: 5,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
