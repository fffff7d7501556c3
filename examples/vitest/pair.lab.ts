import { defineLab, flow, session } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { gatewayPair } from 'backhoe-lab/topologies'

const site = gatewayPair({ advertInterval: '200ms', priority: { r1: 150, r2: 100 } })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server), ssh: session.tcp(site.host, site.server) },
  experiments: {
    'r1 loses its LAN cable': {
      fault: linkCut(site.r1.lan),
      hold: '3s',
      trials: 6,
      targets: { web: { outage: '< 1s' }, ssh: { atLeast: 'survived' } },
    },
  },
})
