/**
 * Shape     three leaf switches with a host each and two spines, as leaf-spine: eBGP, ECMP, and BFD on every cable.
 *
 *           | Description   | a routed data centre with BFD beside BGP                       |
 *           | Components    | 5 routers (FRR: zebra, bgpd, bfdd), 3 hosts                    |
 *           | Resources     | 8 nodes, 9 cables; no privileges                               |
 *           | Topology file | `backhoe generate labs/leaf-spine-bfd.lab.ts`                  |
 *           | Name          | leaf-spine-bfd                                                 |
 *
 * Question  a cable carries nothing and keeps its light. What is BFD worth, beside the timers of BGP alone (leaf-spine: 2 to 3 s)?
 * Answer    Two to three of its intervals in place of the hold time: 0.2 to 0.3 s at 100 ms, and what BGP takes to react. Where one direction
 *           alone is dead it takes as long, because the end that receives nothing reports that to the other end. A spine whose programs
 *           stand still loses no packets, since its kernel goes on forwarding; all leaves stop using it after those 0.3 s.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkSilent, nodePause } from 'backhoe-lab/chaos'
import { leafSpine } from 'backhoe-lab/topologies'

const site = leafSpine({ leaves: 3, spines: 2, connect: '1s', bfd: { interval: '100ms', multiplier: 3 } })

export default defineLab({
  topology: site,
  traffic: {
    // So many streams that each spine has some, whatever the kernel's hash.
    web: flow(site.host(1), site.host(2), { streams: 32, rate: '100pps' }),
  },
  experiments: {
    'the cable of leaf 1 and spine 1 is silent': {
      fault: linkSilent(site.leaf(1).uplink(1)),
      hold: '5s',
      trials: 10,
      targets: { web: { outage: '< 500ms' } },
    },
    'what leaf 1 sends to spine 1 is lost': {
      fault: linkSilent(site.leaf(1).uplink(1), { direction: 'fromNear' }),
      hold: '5s',
      trials: 10,
      targets: { web: { outage: '< 500ms' } },
    },
    'spine 1 stands still': {
      fault: nodePause(site.spine(1)),
      hold: '5s',
      trials: 5,
      targets: { web: { outage: '< 50ms' } },
    },
  },
})
