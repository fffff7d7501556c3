import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { redundantSwitches } from 'backhoe-lab/topologies'

const site = redundantSwitches({ loopFree: 'rstp' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host(1), site.server(2), { streams: 1, rate: '20pps' }) },
  experiments: {
    'the uplink in use is cut': {
      fault: linkCut(site.access(1).activeUplink),
      hold: '2s',
      recover: '2s',
      settle: '1s',
      trials: 1,
      targets: { app: { outage: '< 2s' } },
    },
  },
})
