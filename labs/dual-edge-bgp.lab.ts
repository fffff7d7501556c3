/**
 * Shape     a site with a network of its own behind two providers, each with an edge router of its own: eBGP to the provider, iBGP between
 *           the two, next-hop-self. All traffic uses provider A (local preference, and the way by B is prepended).
 *
 *           | Description   | two edge routers and two providers: eBGP outside, iBGP inside |
 *           | Components    | 5 routers (FRR: zebra, bgpd), 2 machines                      |
 *           | Resources     | 7 nodes, 7 cables; no privileges                              |
 *           | Topology file | `backhoe generate labs/dual-edge-bgp.lab.ts`                  |
 *           | Name          | dual-edge-bgp                                                 |
 *
 * Question  provider A is lost. What does a second edge router cost, beside one router with both lines (dual-uplink-bgp)?
 * Answer    One update more. A cut access line costs the way out 0.17 to 0.18 s, where one router loses 0.1 s: the edge router has to
 *           withdraw the network from its partner first. The way back costs 0.22 to 0.23 s. A provider that is silent behind its first
 *           hop is found by the hold time, 2.2 to 3.2 s, as it is with one router.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'
import { dualUplinkBgp } from 'backhoe-lab/topologies'

const site = dualUplinkBgp({ edges: 2, keepalive: '1s', hold: '3s', connect: '1s' })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.remote, { streams: 2, rate: '100pps' }) },
  experiments: {
    'the access line of provider A is cut': {
      fault: linkCut(site.edge.wanA),
      hold: '5s',
      trials: 10,
      targets: { web: { outage: '< 400ms' } },
    },
    'provider A is silent behind its first hop': {
      fault: linkSilent(site.providerA.backbone),
      hold: '8s',
      trials: 10,
      targets: { web: { outage: '< 3.5s' } },
    },
  },
})
