import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { gatewayPair } from 'backhoe-lab/topologies'

export const site = gatewayPair({ advertInterval: '1s', priority: { r1: 150, r2: 100 } })
/** A lab that lies in no file of its own. */
export const lab = defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server) },
  experiments: {
    'r1 loses its LAN cable': {
      fault: linkCut(site.r1.lan),
      hold: '10s',
      trials: 20,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
