import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ miimon: '100ms', primary: 'leg1' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { streams: 1, rate: '500pps' }) },
  experiments: {
    'the active leg is cut': {
      fault: linkCut(site.leg1),
      hold: '1s',
      recover: '1s',
      settle: '1s',
      trials: 20,
      targets: { app: { outage: '< 500ms' } },
    },
  },
})
