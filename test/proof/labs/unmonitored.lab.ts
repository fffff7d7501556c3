import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ miimon: '0ms', primary: 'leg1' })

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
      targets: { app: { back: '< 100ms' } },
    },
    'both legs are cut': {
      fault: linkCut([site.leg1, site.leg2]),
      hold: '1s',
      recover: '1s',
      settle: '1s',
      trials: 20,
      targets: { app: { back: '< 100ms' } },
    },
  },
})
