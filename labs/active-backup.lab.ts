/**
 * Shape     host with an active-backup bond on two joined switches, a server behind the first.
 *
 *           | Description   | a bonded host on two joined switches         |
 *           | Components    | 2 switches (bridge), host (bond), server     |
 *           | Resources     | 4 nodes, 4 cables; no privileges             |
 *           | Topology file | `backhoe generate labs/active-backup.lab.ts` |
 *           | Name          | active-backup                                |
 *
 * Question  how long does the host go without its network when the active leg is cut, and when it comes back?
 * Answer    At most one miimon interval and a jiffy: 0 to 110 ms with miimon 100. Coming back costs nothing.
 */
import { defineLab, flow, session } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ miimon: '100ms', primary: 'leg1' })

export default defineLab({
  topology: site,
  traffic: {
    app: flow(site.host, site.server, { streams: 2, rate: '200pps' }),
    ssh: session.tcp(site.host, site.server),
  },
  experiments: {
    'the active leg is cut': {
      fault: linkCut(site.leg1),
      hold: '3s',
      trials: 20,
      targets: {
        app: { outage: '< 200ms', reversionOutage: '< 20ms' },
        ssh: { atLeast: 'survived', stall: '< 1s' },
      },
    },
  },
})
