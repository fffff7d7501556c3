import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { dualHomedLag } from 'backhoe-lab/topologies'

const site = dualHomedLag({ lacpRate: { host: 'fast', switch: 'fast', server: 'fast' }, hash: 'layer3+4' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { streams: 16, rate: '50pps' }) },
  experiments: {
    silent: {
      fault: linkSilent(site.leg(1)),
      gate: 'naive',
      settle: '200ms',
      hold: '4s',
      recover: '200ms',
      trials: 20,
      targets: { app: { outage: '< 4s' } },
    },
  },
})
