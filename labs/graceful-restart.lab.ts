/**
 * Shape     a site with a network of its own behind two providers, by BGP, as dual-uplink-bgp; every router restarts gracefully.
 *
 *           | Description   | two providers, BGP with graceful restart: what it saves, and what it costs |
 *           | Components    | 4 routers (FRR: zebra, bgpd), 2 machines                                   |
 *           | Resources     | 6 nodes, 6 cables; no privileges                                           |
 *           | Topology file | `backhoe generate labs/graceful-restart.lab.ts`                            |
 *           | Name          | graceful-restart                                                           |
 *
 * Question  the programs of provider A's router stand still, and then the router is dead behind a modem that keeps its light. Its
 *           neighbours cannot tell one from the other. What does each cost?
 * Answer    Standing still costs nothing: the kernel goes on forwarding, and the neighbours keep its routes for the restart time of 10 s
 *           after the hold time. The dead router looks the same to them, and they keep its routes as long: 12 to 13 s of black hole where
 *           plain BGP takes 2 to 3 s (dual-uplink-bgp), although provider B was there all the time. That target is missed by design.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkSilent, nodePause } from 'backhoe-lab/chaos'
import { dualUplinkBgp } from 'backhoe-lab/topologies'

const site = dualUplinkBgp({ gracefulRestart: '10s', keepalive: '1s', hold: '3s', connect: '1s' })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.remote, { streams: 2, rate: '100pps' }) },
  experiments: {
    'the programs of provider A stand still': {
      fault: nodePause(site.providerA),
      hold: '20s',
      trials: 5,
      targets: { web: { outage: '< 50ms' } },
    },
    'provider A is dead behind a modem with light': {
      fault: linkSilent(site.edge.wanA),
      hold: '20s',
      trials: 5,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
