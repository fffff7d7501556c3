import { defineLab, flow } from 'backhoe-lab'
import { linkCut, nodeDown } from 'backhoe-lab/chaos'
import { campus } from 'backhoe-lab/topologies'

// The first host's leg in use is at a1, and the server's at a2.
const site = campus({ loopFree: 'rstp', by: 'mstpd', hosts: 3 })

const rest = { hold: '5s', recover: '1s', settle: '1s', trials: 20 } as const

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host(1), site.server(1), { streams: 4, rate: '200pps' }) },
  experiments: {
    'the uplink in use is cut': {
      fault: linkCut(site.access(1).uplink1),
      ...rest,
      targets: { web: { outage: '< 3s' } },
    },
    'the root loses its power': {
      fault: nodeDown(site.distribution(1)),
      ...rest,
      targets: { web: { outage: '< 5s' } },
    },
  },
})
