import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { redundantSwitches } from 'backhoe-lab/topologies'

const site = redundantSwitches({ loopFree: 'stp', hello: '1s', maxAge: '6s', forwardDelay: '4s' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host(1), site.server(2), { streams: 1, rate: '50pps' }) },
  experiments: {
    'the uplink in use is cut': {
      fault: linkCut(site.access(1).uplink1),
      hold: '10s',
      recover: '10s',
      settle: '1s',
      trials: 1,
      targets: { app: { outage: '< 9s' } },
    },
  },
})
