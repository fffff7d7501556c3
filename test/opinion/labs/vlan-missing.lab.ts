import { defineLab, flow } from 'backhoe-lab'
import { linkCut, vlanMissing } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ miimon: '100ms', primary: 'leg1', vlans: [10] })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { streams: 1, rate: '100pps' }) },
  experiments: {
    'the active leg is cut': {
      drift: vlanMissing(site.leg2, 10),
      gate: 'naive',
      fault: linkCut(site.leg1),
      hold: '2s',
      recover: '2s',
      settle: '1s',
      trials: 1,
      targets: { app: { outage: '< 200ms' } },
    },
  },
})
