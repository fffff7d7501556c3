/**
 * Shape     a site with a network of its own behind two providers, by BGP. It sends by provider A (local preference), and packets come
 *           back by provider B (the way by A is prepended): the two directions use different cables.
 *
 *           | Description   | two providers, BGP: local preference, prepending, asymmetric ways |
 *           | Components    | 4 routers (FRR: zebra, bgpd), 2 machines                          |
 *           | Resources     | 6 nodes, 6 cables; no privileges                                  |
 *           | Topology file | `backhoe generate labs/dual-uplink-bgp.lab.ts`                    |
 *           | Name          | dual-uplink-bgp                                                   |
 *
 * Question  an access line or a backbone fails. Which direction loses what, and how long?
 * Answer    Only the direction that used it. A cut access line costs the site's router 0.1 s, and the internet's an update more, since the
 *           provider has to withdraw the network first. A backbone that falls silent is found by the hold time, 2 to 3 s, and then the
 *           provider's withdrawal comes to the site. The addresses of the site stay, and so do its sessions: they stall, and none is reset.
 */
import { defineLab, flow, session } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'
import { dualUplinkBgp } from 'backhoe-lab/topologies'

const site = dualUplinkBgp({ prepend: { a: 2, b: 0 }, keepalive: '1s', hold: '3s', connect: '1s' })

export default defineLab({
  topology: site,
  traffic: {
    web: flow(site.host, site.remote, { streams: 4, rate: '100pps' }),
    shop: session.tcp(site.host, site.remote),
  },
  experiments: {
    'the access line of provider A is cut: the way out': {
      fault: linkCut(site.edge.wanA),
      hold: '5s',
      trials: 10,
      targets: { web: { outage: '< 200ms' }, shop: { atLeast: 'survived', stall: '< 1s' } },
    },
    'the access line of provider B is cut: the way back': {
      fault: linkCut(site.edge.wanB),
      hold: '5s',
      trials: 10,
      targets: { web: { outage: '< 250ms' }, shop: { atLeast: 'survived', stall: '< 1s' } },
    },
    'provider A is silent behind its first hop': {
      fault: linkSilent(site.providerA.backbone),
      hold: '8s',
      trials: 10,
      targets: { web: { outage: '< 3.5s' }, shop: { atLeast: 'survived', stall: '< 8s' } },
    },
  },
})
