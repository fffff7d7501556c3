/**
 * Shape     two switches that present one LACP system (MLAG): peer link, heartbeat beside it, dual-homed host and server,
 *           one orphan at each.
 *
 *           | Description       | dual-homed host, server and two orphans at an MLAG pair  |
 *           | Components        | 2 switches (bridge, bonds, mlagd), 4 hosts               |
 *           | Resources         | 6 nodes, 8 cables; no privileges                         |
 *           | Topology file     | `backhoe generate labs/mlag-pair.lab.ts`                 |
 *           | Name              | mlag-pair                                                |
 *
 * Question  what does each single failure cost: a leg, the peer link, the heartbeat, a switch?
 * Answer    A leg that is cut costs a millisecond or two: the host leaves it at once, and the switches tell each other. A
 *           leg that goes silent costs LACP's 2 to 3 s. The peer link costs dual-homed traffic next to nothing, because
 *           the secondary shuts its legs, and its orphan everything for as long as it lasts. Silent, it takes the agents
 *           200 to 440 ms to believe it. The heartbeat alone costs nothing. A switch costs what a leg does, and its orphan.
 *           With the heartbeat gone and then the peer link, neither switch knows of the other, and both go on (split brain): whoever
 *           has two legs notices nothing, and an orphan misses what is answered by the other switch. The other way round the
 *           secondary may ask and be answered in between: then it shuts, as if the heartbeat were there.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent, nodeDown } from 'backhoe-lab/chaos'
import { mlagPair } from 'backhoe-lab/topologies'

const site = mlagPair({ splitBrain: 'shutSecondary', delayRestore: '1s' })

/** Next to nothing, and LACP's rejoining when it returns. */
const briefly = { outage: '< 50ms', reversionOutage: '< 500ms' } as const

export default defineLab({
  topology: site,
  traffic: {
    app: flow(site.host(1), site.server(1), { streams: 16, rate: '100pps' }),
    orphan: flow(site.orphan(1), site.server(1), { streams: 16, rate: '100pps' }),
  },
  experiments: {
    'a leg is cut': {
      fault: linkCut(site.host(1).leg1),
      hold: '2s',
      trials: 20,
      targets: { app: briefly },
    },
    'a leg goes silent': {
      fault: linkSilent(site.server(1).leg1),
      hold: '5s',
      trials: 20,
      targets: { app: { outage: '< 4s', reversionOutage: '< 500ms' } },
    },
    'the peer link is cut': {
      fault: linkCut(site.peer),
      hold: '2s',
      trials: 20,
      targets: { app: briefly, orphan: briefly },
    },
    'the peer link goes silent': {
      fault: linkSilent(site.peer),
      hold: '2s',
      trials: 20,
      targets: { app: briefly, orphan: { outage: '< 1s', reversionOutage: '< 500ms' } },
    },
    'the heartbeat is cut': {
      fault: linkCut(site.heartbeat),
      hold: '2s',
      trials: 20,
      targets: { app: { outage: '< 1ms' } },
    },
    'the secondary dies': {
      fault: nodeDown(site.switch2),
      hold: '2s',
      trials: 20,
      targets: { app: briefly, orphan: briefly },
    },
    'the primary dies': {
      fault: nodeDown(site.switch1),
      hold: '2s',
      trials: 20,
      targets: { app: briefly },
    },
    'heartbeat and peer link are cut': {
      fault: linkCut([site.heartbeat, site.peer]),
      hold: '2s',
      trials: 20,
      targets: { app: briefly },
    },
  },
})
