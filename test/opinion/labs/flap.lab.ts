import { defineLab, flow } from 'backhoe-lab'
import { linkFlap } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ miimon: '50ms', primary: 'leg1' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { streams: 1, rate: '200pps' }) },
  experiments: {
    'leg 1 flaps four times': {
      fault: linkFlap(site.leg1, { period: '700ms', duty: 0.5, count: 4 }),
      hold: '3s',
      recover: '1s',
      settle: '500ms',
      trials: 1,
      targets: { app: { outage: '< 200ms' } },
    },
  },
})
