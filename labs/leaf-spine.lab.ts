/**
 * Shape     three leaf switches with a host each, two spines, a cable from every leaf to every spine. All of them route: eBGP on each
 *           cable, and a leaf sends by both spines at once (ECMP).
 *
 *           | Description   | a routed data centre: eBGP, an AS a leaf, one for all spines   |
 *           | Components    | 5 routers (FRR: zebra, bgpd), 3 hosts                          |
 *           | Resources     | 8 nodes, 9 cables; no privileges                               |
 *           | Topology file | `backhoe generate labs/leaf-spine.lab.ts`                      |
 *           | Name          | leaf-spine                                                     |
 *
 * Question  every stream has two ways. What does the loss of one cost those that took it?
 * Answer    A cut is seen by its light at both ends: leaf 1 sends by the other spine 0.1 s later, and so does leaf 2 once spine 1 has
 *           withdrawn the network of leaf 1, an update later. A dead spine is a cut at every leaf.
 *           A silent cable is found by the hold time alone: 2 to 3 s with a keepalive each second, and a third of what operators leave it
 *           at is more than a minute. Half of the streams lose everything meanwhile, and the other half nothing.
 */
import { defineLab, flow, session } from 'backhoe-lab'
import { linkCut, linkSilent, nodeDown } from 'backhoe-lab/chaos'
import { leafSpine } from 'backhoe-lab/topologies'

const site = leafSpine({ leaves: 3, spines: 2, keepalive: '1s', hold: '3s', connect: '1s' })

export default defineLab({
  topology: site,
  traffic: {
    // So many streams that each spine has some, whatever the kernel's hash.
    web: flow(site.host(1), site.host(2), { streams: 32, rate: '100pps' }),
    beside: flow(site.host(2), site.host(3), { streams: 32, rate: '100pps' }),
    ssh: session.tcp(site.host(1), site.host(2)),
  },
  experiments: {
    'the cable of leaf 1 and spine 1 is cut': {
      fault: linkCut(site.leaf(1).uplink(1)),
      hold: '5s',
      trials: 10,
      targets: {
        web: { outage: '< 200ms' },
        beside: { outage: '< 50ms' },
        ssh: { atLeast: 'survived', stall: '< 1s' },
      },
    },
    'the cable of leaf 1 and spine 1 is silent': {
      fault: linkSilent(site.leaf(1).uplink(1)),
      hold: '8s',
      trials: 10,
      targets: { web: { outage: '< 3.5s' }, beside: { outage: '< 50ms' }, ssh: { atLeast: 'survived', stall: '< 7s' } },
    },
    'spine 1 is dead': {
      fault: nodeDown(site.spine(1)),
      hold: '5s',
      trials: 5,
      targets: { web: { outage: '< 200ms' }, beside: { outage: '< 200ms' } },
    },
  },
})
