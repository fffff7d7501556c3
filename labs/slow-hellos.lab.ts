/**
 * Shape     two LANs, each with a router of its own, and two routers between them. All four speak OSPF with the timers of its
 *           standard: a hello every 10 s, and a neighbour is down after 40 s.
 *
 *           | Description   | OSPF with the timers that it has where nobody sets any |
 *           | Components    | 4 routers (FRR: zebra, ospfd), host, server            |
 *           | Resources     | 6 nodes, 6 cables; no privileges                       |
 *           | Topology file | `backhoe generate labs/slow-hellos.lab.ts`             |
 *           | Name          | slow-hellos                                            |
 *
 * Question  a service may be away for 5 s. Is OSPF enough for that?
 * Answer    Where a cable is cut, yes: the loss of carrier is detected within milliseconds. Where it is silent, no: 30 to 40 s, the dead
 *           interval from the last hello on. The second target is missed by design. Hellos each second (`labs/router-pair.lab.ts`)
 *           reduce that to 3 to 4 s. A shorter outage needs another detection, such as BFD.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'
import { routerPair } from 'backhoe-lab/topologies'

const site = routerPair({ hello: '10s', dead: '40s' })

export default defineLab({
  topology: site,
  traffic: { service: flow(site.host, site.server, { streams: 4, rate: '100pps' }) },
  experiments: {
    'a cable of r1 is cut': {
      fault: linkCut(site.r1.west),
      hold: '5s',
      recover: '30s',
      trials: 3,
      targets: { service: { outage: '< 5s' } },
    },
    'a cable of r1 is silent': {
      fault: linkSilent(site.r1.west),
      hold: '45s',
      recover: '30s',
      trials: 5,
      targets: { service: { outage: '< 5s' } },
    },
  },
})
