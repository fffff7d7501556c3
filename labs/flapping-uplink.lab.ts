/**
 * Shape     host with an active-backup bond on two joined switches; leg 1, the primary, is a cable with a loose plug.
 *
 *           | Description   | a bonded host with a loose plug                |
 *           | Components    | 2 switches (bridge), host (bond), server       |
 *           | Resources     | 4 nodes, 4 cables; no privileges               |
 *           | Topology file | `backhoe generate labs/flapping-uplink.lab.ts` |
 *           | Name          | flapping-uplink                                |
 *
 * Question  how many switchovers does a flapping primary cause, and how long is the host cut off in all?
 * Answer    Two switchovers for each flap (away and back again), each away costing up to a miimon interval.
 *           An updelay longer than the flaps keeps the host on the good leg, at the cost of one switchover.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkFlap } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ miimon: '100ms', primary: 'leg1' })

export default defineLab({
  topology: site,
  traffic: {
    app: flow(site.host, site.server, { streams: 2, rate: '200pps' }),
  },
  experiments: {
    'leg 1 flaps ten times': {
      fault: linkFlap(site.leg1, { period: '3s', duty: 0.5, count: 10 }),
      hold: '30s',
      trials: 20,
      targets: {
        app: { outage: '< 200ms', total: '< 2s' },
      },
    },
  },
})
