import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { servicePair } from 'backhoe-lab/topologies'

const site = servicePair()

export default defineLab({
  topology: site,
  traffic: { web: flow(site.client, site.vip, { streams: 4, rate: '100pps' }) },
  experiments: {
    'the server with the address loses its cable': {
      fault: linkCut(site.s1.link),
      hold: '6s',
      recover: '1s',
      settle: '1s',
      trials: 20,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
