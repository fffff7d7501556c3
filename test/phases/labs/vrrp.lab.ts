import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { gatewayPair } from 'backhoe-lab/topologies'

const site = gatewayPair({ advertInterval: '200ms', priority: { r1: 150, r2: 100 } })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server, { rate: '500pps' }) },
  experiments: {
    cut: {
      fault: linkCut(site.r1.lan),
      gate: 'naive',
      settle: '200ms',
      hold: '1s',
      recover: '200ms',
      trials: 20,
      targets: { web: { outage: '< 1s' } },
    },
  },
})
