/**
 * Shape     host ── sw1 ══ sw2, a router on each switch (r1 active, r2 backup), server behind both.
 *
 *           | Description   | a VRRP pair between two switches                          |
 *           | Components    | 3 switches (bridge), 2 routers (keepalived), host, server |
 *           | Resources     | 7 nodes, 7 cables; no privileges                          |
 *           | Topology file | `backhoe generate labs/gateway-pair.lab.ts`               |
 *           | Name          | gateway-pair                                              |
 *
 * Question  how long is the host cut off when the active router loses a cable, and what does its return cost?
 * Answer    2A + skew to 3A + skew: 2.61 to 3.61 s with an advertisement each second and priority 100 at the backup.
 *           Losing the uplink costs the same: the sync group takes the LAN side along.
 *           Coming back costs nothing to speak of, because r1 preempts only once it hears r2's advertisements again.
 *           The session stalls for up to twice the outage: TCP doubles its retransmission timer.
 */
import { defineLab, flow, session } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { gatewayPair } from 'backhoe-lab/topologies'

const site = gatewayPair({ advertInterval: '1s', priority: { r1: 150, r2: 100 } })

export default defineLab({
  topology: site,
  traffic: {
    web: flow(site.host, site.server, { streams: 4, rate: '100pps' }),
    ssh: session.tcp(site.host, site.server),
  },
  experiments: {
    'r1 loses its LAN cable': {
      fault: linkCut(site.r1.lan),
      hold: '10s',
      trials: 20,
      targets: {
        web: { outage: '< 4s', reversionOutage: '< 100ms' },
        ssh: { atLeast: 'survived', stall: '< 8s' },
      },
    },
    'r1 loses its uplink': {
      fault: linkCut(site.r1.wan),
      hold: '10s',
      trials: 20,
      targets: {
        web: { outage: '< 4s', reversionOutage: '< 100ms' },
        ssh: { atLeast: 'survived', stall: '< 8s' },
      },
    },
  },
})
