/**
 * Shape     two access switches, each with a LAG of two uplinks to a stack: two boxes that are one logical switch.
 *
 *           | Description       | access layer below a stack, the uplinks of an access switch at either member |
 *           | Components        | stack (1 node), 2 access switches, 2 hosts, a server at either member       |
 *           | Resources         | 7 nodes, 8 cables; no privileges                                            |
 *           | Topology file     | `backhoe generate labs/redundant-switches-lag.lab.ts`                       |
 *           | Name              | redundant-switches-lag                                                      |
 *
 * Question  what does a stack save, and what does it still lose as one?
 * Answer    An uplink, or a member of the stack: nothing, both ends leave their dead legs at once. An uplink that goes silent:
 *           LACP's 2.2 to 3.2 s, for the half of the streams that take it. The server of a dead member is dead with it. And
 *           the stack is one thing: what fails as one, its software or both feeds, takes everything for as long as it lasts.
 *           That target is missed by design.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent, nodeDown } from 'backhoe-lab/chaos'
import { redundantSwitches } from 'backhoe-lab/topologies'

const site = redundantSwitches({ loopFree: 'lag' })

/** Next to nothing, and LACP's rejoining when it returns. */
const briefly = { outage: '< 20ms', reversionOutage: '< 500ms' } as const
const expired = { outage: '< 4s', reversionOutage: '< 500ms' } as const

export default defineLab({
  topology: site,
  traffic: {
    'at m1': flow(site.host(1), site.server(1), { streams: 16, rate: '100pps' }),
    'at m2': flow(site.host(1), site.server(2), { streams: 16, rate: '100pps' }),
    across: flow(site.host(1), site.host(2), { streams: 16, rate: '100pps' }),
  },
  experiments: {
    'an uplink is cut': {
      fault: linkCut(site.access(1).uplink1),
      hold: '5s',
      trials: 5,
      targets: { 'at m1': briefly, 'at m2': briefly, across: briefly },
    },
    'an uplink goes silent': {
      fault: linkSilent(site.access(1).uplink1),
      hold: '6s',
      // Legs that were DEFAULTED speak every 30 s, and are used again only then.
      recover: '40s',
      trials: 5,
      targets: { 'at m1': expired, across: expired },
    },
    'a member of the stack dies': {
      fault: linkCut(site.member('m1')),
      hold: '5s',
      trials: 5,
      targets: { 'at m2': briefly, across: briefly },
    },
    'the stack dies': {
      fault: nodeDown(site.distribution(1)),
      hold: '5s',
      trials: 2,
      targets: { across: { outage: '< 1s' } },
    },
  },
})
