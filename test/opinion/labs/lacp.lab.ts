import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { dualHomedLag } from 'backhoe-lab/topologies'

const site = dualHomedLag({ hash: 'layer3+4' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { streams: 16, rate: '20pps' }) },
  experiments: {
    'leg 1 goes silent': {
      fault: linkSilent(site.leg(1)),
      hold: '6s',
      recover: '1s',
      settle: '1s',
      trials: 1,
      targets: { app: { outage: '< 5s' } },
    },
    'leg 1 goes silent towards the host': {
      fault: linkSilent(site.leg(1), { direction: 'toNear' }),
      hold: '10s',
      recover: '1s',
      settle: '1s',
      trials: 1,
      targets: { app: { outage: '< 10s' } },
    },
  },
})
