/** Theory gives no window for a loss: no timer acts on it. The bond's link monitor runs all the same. */
import { defineLab, flow } from 'backhoe-lab'
import { impair } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ miimon: '100ms', primary: 'leg1' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { rate: '100pps' }) },
  experiments: {
    'half of all packets are lost': {
      fault: impair(site.leg1, { loss: '50%' }),
      gate: 'naive',
      settle: '200ms',
      hold: '300ms',
      recover: '200ms',
      trials: 20,
      targets: { app: { lost: '< 50%' } },
    },
  },
})
