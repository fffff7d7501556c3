import { defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

// The standby leg is given up at the same run as the active one, and the bond has to search.
const site = dualHomedActiveBackup({
  arpMonitor: { interval: '20ms', missedMax: 1, validate: 'all' },
  primary: 'leg1',
})
const experiment = {
  hold: '500ms',
  recover: '500ms',
  settle: '1s',
  trials: 2,
  targets: { app: { outage: '< 1s' } },
} as const

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { streams: 1, rate: '500pps' }) },
  experiments: {
    'the active leg is cut': { fault: linkCut(site.leg1), ...experiment },
    'the active leg goes silent': { fault: linkSilent(site.leg1), ...experiment },
  },
})
