import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ arpMonitor: { interval: '100ms', validate: 'all' }, primary: 'leg1' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { streams: 1, rate: '200pps' }) },
  experiments: {
    'the active leg goes silent': {
      fault: linkSilent(site.leg1),
      hold: '2s',
      recover: '2s',
      settle: '1s',
      trials: 1,
      targets: { app: { outage: '< 1s' } },
    },
  },
})
