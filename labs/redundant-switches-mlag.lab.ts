/**
 * Shape     two access switches, each with a LAG of two uplinks to an MLAG pair of distribution switches: all cables are in use.
 *
 *           | Description       | access and distribution layer, the distribution one LACP system, no tree        |
 *           | Components        | 2 distribution switches (mlagd), 2 access switches, 2 hosts, a server at either |
 *           | Resources         | 8 nodes, 10 cables; no privileges                                               |
 *           | Topology file     | `backhoe generate labs/redundant-switches-mlag.lab.ts`                          |
 *           | Name              | redundant-switches-mlag                                                         |
 *
 * Question  what does each single failure cost where nothing is blocked, and nothing has to be opened first?
 * Answer    An uplink that is cut, the peer link, or the primary: nothing, where a spanning tree takes 8 s and more. An uplink
 *           that goes silent: LACP's 2.3 to 3.2 s, for half of what comes up it and all that the server beside its far end
 *           sends down. Returns cost up to 110 ms, a run of LACP's state machines. Who hangs on one switch only has none of
 *           this: the secondary's server is cut off with the peer link, although all its cables are whole. That target is
 *           missed by design: an orphan is not redundant.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent, nodeDown } from 'backhoe-lab/chaos'
import { redundantSwitches } from 'backhoe-lab/topologies'

const site = redundantSwitches({ loopFree: 'mlag' })

/** Next to nothing, and LACP's rejoining when it returns. */
const briefly = { outage: '< 50ms', reversionOutage: '< 500ms' } as const
const expired = { outage: '< 4s', reversionOutage: '< 500ms' } as const

export default defineLab({
  topology: site,
  traffic: {
    'at the primary': flow(site.host(1), site.server(1), { streams: 16, rate: '100pps' }),
    'at the secondary': flow(site.host(1), site.server(2), { streams: 16, rate: '100pps' }),
    across: flow(site.host(1), site.host(2), { streams: 16, rate: '100pps' }),
  },
  experiments: {
    'an uplink is cut': {
      fault: linkCut(site.access(1).uplink1),
      hold: '5s',
      trials: 5,
      targets: {
        'at the primary': briefly,
        'at the secondary': briefly,
        across: briefly,
      },
    },
    'an uplink goes silent': {
      fault: linkSilent(site.access(1).uplink1),
      hold: '6s',
      // Legs that were DEFAULTED speak every 30 s, and are used again only then.
      recover: '40s',
      trials: 5,
      targets: { 'at the primary': expired, across: expired },
    },
    'the distribution switches lose each other': {
      fault: linkCut(site.peer),
      hold: '5s',
      trials: 5,
      targets: {
        'at the primary': briefly,
        across: briefly,
        'at the secondary': { outage: '< 1s' },
      },
    },
    'the primary dies': {
      fault: nodeDown(site.distribution(1)),
      hold: '5s',
      trials: 5,
      targets: { 'at the secondary': briefly, across: briefly },
    },
  },
})
