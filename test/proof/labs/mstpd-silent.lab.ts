import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { redundantSwitches } from 'backhoe-lab/topologies'

const site = redundantSwitches({ loopFree: 'rstp', by: 'mstpd' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host(1), site.server(2), { streams: 1, rate: '100pps' }) },
  experiments: {
    'the uplink in use goes silent': {
      fault: linkSilent(site.access(1).uplink1),
      hold: '8s',
      recover: '8s',
      settle: '1s',
      trials: 20,
      targets: { app: { outage: '< 7s' } },
    },
  },
})
