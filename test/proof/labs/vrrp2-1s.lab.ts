import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { gatewayPair } from 'backhoe-lab/topologies'

const site = gatewayPair({ version: 2, advertInterval: '1s', priority: { r1: 150, r2: 100 } })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server, { streams: 1, rate: '100pps' }) },
  experiments: {
    'the active router loses its LAN cable': {
      fault: linkCut(site.r1.lan),
      hold: '6s',
      recover: '1s',
      settle: '1s',
      trials: 20,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
