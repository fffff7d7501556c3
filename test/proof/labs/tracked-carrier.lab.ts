import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { gatewayPair } from 'backhoe-lab/topologies'

const site = gatewayPair({ syncGroup: false, trackUplink: true })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server, { streams: 1, rate: '100pps' }) },
  experiments: {
    'a gateway loses the uplink that it tracks': {
      fault: linkCut(site.r1.wan),
      hold: '5s',
      recover: '1s',
      settle: '1s',
      trials: 2,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
