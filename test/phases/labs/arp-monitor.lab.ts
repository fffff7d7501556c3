import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ arpMonitor: { interval: '100ms', validate: 'all' }, primary: 'leg1' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { rate: '500pps' }) },
  experiments: {
    silent: {
      fault: linkSilent(site.leg1),
      gate: 'naive',
      settle: '200ms',
      hold: '600ms',
      recover: '200ms',
      trials: 20,
      targets: { app: { outage: '< 400ms' } },
    },
  },
})
