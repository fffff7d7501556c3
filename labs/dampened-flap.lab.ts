/**
 * Shape     a site with a network of its own behind two providers, by BGP, as dual-uplink-bgp; every router dampens routes that flap.
 *
 *           | Description   | two providers, BGP with route flap damping                       |
 *           | Components    | 4 routers (FRR: zebra, bgpd), 2 machines                         |
 *           | Resources     | 6 nodes, 6 cables; no privileges                                 |
 *           | Topology file | `backhoe generate labs/dampened-flap.lab.ts`                     |
 *           | Name          | dampened-flap                                                    |
 *
 * Question  provider A's backbone goes down and comes back six times. What does damping save, and what does it cost?
 * Answer    The way out is lost for 0.1 s at each of the first three cuts, and at none of the other three: by then the site's router leaves
 *           the route alone and stays with provider B. The way back flaps all six times, since the router that loses it has a dark
 *           interface of its own, which is no withdrawal. The price comes afterwards: provider A is whole again and stays unused for
 *           nearly three minutes, in which the site has one provider where it has paid for two. Theory has no window.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkFlap } from 'backhoe-lab/chaos'
import { dualUplinkBgp } from 'backhoe-lab/topologies'

const dampening = { halfLife: '1min', reuse: 750, suppress: 2000, longest: '4min' } as const
const site = dualUplinkBgp({ dampening, keepalive: '1s', hold: '3s', connect: '1s' })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.remote, { streams: 2, rate: '100pps' }) },
  experiments: {
    'the backbone of provider A flaps six times': {
      fault: linkFlap(site.providerA.backbone, { period: '8s', duty: 0.5, count: 6 }),
      hold: '48s',
      recover: '280s',
      trials: 2,
      targets: { web: { total: '< 1s' } },
    },
  },
})
