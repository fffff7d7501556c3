import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ miimon: '100ms', primary: 'leg1' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { rate: '500pps' }) },
  experiments: {
    cut: {
      fault: linkCut(site.leg1),
      gate: 'naive',
      settle: '200ms',
      hold: '300ms',
      recover: '200ms',
      trials: 20,
      targets: { app: { outage: '< 150ms' } },
    },
  },
})
