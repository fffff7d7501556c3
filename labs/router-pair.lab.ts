/**
 * Shape     two LANs, each with a router of its own, and two routers between them. All four speak OSPF; the way through r1 costs less.
 *
 *           | Description   | two ways between two LANs, OSPF                      |
 *           | Components    | 4 routers (FRR: zebra, ospfd), host, server          |
 *           | Resources     | 6 nodes, 6 cables; no privileges                     |
 *           | Topology file | `backhoe generate labs/router-pair.lab.ts`           |
 *           | Name          | router-pair                                          |
 *
 * Question  a way between the LANs breaks. What does it cost, and does it matter that a router's programs stand still?
 * Answer    A cut is a matter of milliseconds: each end sees it by its carrier and announces it, and the routes move with the first
 *           calculation (13 ms measured, 30 ms in theory).
 *           A silent cable costs the dead interval, counted from the last hello: 3 to 4 s with a hello each second and `dead: '4s'`.
 *           A router whose programs stand still costs nothing: its kernel forwards, its neighbours miss its hellos, and their
 *           routes leave it while it still forwards what comes.
 *           The return of a cable costs nothing to speak of. That of the router that stood still may cost seconds (5 s seen): it
 *           has lost its routes meanwhile, has one neighbour back up to a hello before the other one, and sends back what that one
 *           sends. An announcement that comes too soon after the last one is only sent again after 5 s (RFC 2328 C.3, B).
 */
import { defineLab, flow, session } from 'backhoe-lab'
import { linkCut, linkSilent, nodePause } from 'backhoe-lab/chaos'
import { routerPair } from 'backhoe-lab/topologies'

const site = routerPair({ hello: '1s', dead: '4s' })

export default defineLab({
  topology: site,
  traffic: {
    web: flow(site.host, site.server, { streams: 4, rate: '100pps' }),
    ssh: session.tcp(site.host, site.server),
  },
  experiments: {
    'a cable of r1 is cut': {
      fault: linkCut(site.r1.west),
      hold: '5s',
      recover: '20s',
      trials: 10,
      targets: { web: { outage: '< 50ms', reversionOutage: '< 50ms' }, ssh: { atLeast: 'survived', stall: '< 2s' } },
    },
    'a cable of r1 is silent': {
      fault: linkSilent(site.r1.west),
      hold: '8s',
      recover: '20s',
      trials: 20,
      targets: { web: { outage: '< 5s' }, ssh: { atLeast: 'survived', stall: '< 10s' } },
    },
    'the programs of r1 stand still': {
      fault: nodePause(site.r1),
      hold: '8s',
      recover: '20s',
      trials: 5,
      targets: {
        web: { outage: '< 50ms', reversionOutage: '< 12s' },
        ssh: { atLeast: 'survived', stall: '< 26s' },
      },
    },
  },
})
