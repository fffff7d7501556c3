/**
 * Shape     router-pair with BFD on every cable between its routers: two LANs, each with a router of its own, and two routers between
 *           them. All four speak OSPF; the way through r1 costs less.
 *
 *           | Description   | two ways between two LANs, OSPF with BFD                |
 *           | Components    | 4 routers (FRR: zebra, ospfd, bfdd), host, server       |
 *           | Resources     | 6 nodes, 6 cables; no privileges                        |
 *           | Topology file | `backhoe generate labs/router-pair-bfd.lab.ts`          |
 *           | Name          | router-pair-bfd                                         |
 *
 * Question  a cable carries nothing and keeps its light. What is BFD worth, beside the hellos of OSPF alone (router-pair: 3 to 4 s)?
 * Answer    Two to three of its intervals in place of the dead interval: 0.2 to 0.3 s at 100 ms, and up to 30 ms until the routes have
 *           moved. Where one direction alone is dead it takes as long, because the end that receives nothing says so to the other
 *           one. A cut is a matter of milliseconds with or without it, since the loss of carrier is noticed first.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'
import { routerPair } from 'backhoe-lab/topologies'

const site = routerPair({ hello: '1s', dead: '4s', bfd: { interval: '100ms', multiplier: 3 } })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server, { streams: 4, rate: '100pps' }) },
  experiments: {
    'a cable of r1 is cut': {
      fault: linkCut(site.r1.west),
      hold: '5s',
      recover: '20s',
      trials: 5,
      targets: { web: { outage: '< 50ms' } },
    },
    'a cable of r1 is silent': {
      fault: linkSilent(site.r1.west),
      hold: '5s',
      recover: '20s',
      trials: 10,
      targets: { web: { outage: '< 500ms' } },
    },
    'a cable of r1 carries one way': {
      fault: linkSilent(site.r1.west, { direction: 'fromNear' }),
      hold: '5s',
      recover: '20s',
      trials: 10,
      targets: { web: { outage: '< 500ms' } },
    },
  },
})
