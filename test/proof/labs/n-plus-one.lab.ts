import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { nPlusOne } from 'backhoe-lab/topologies'

const site = nPlusOne({ servers: 2 })

export default defineLab({
  topology: site,
  // Enough that some are hashed to the first server: of 16 none is once in 65 000.
  traffic: { web: flow(site.client, site.service, { streams: 16, rate: '100pps' }) },
  experiments: {
    'a server loses its cable': {
      fault: linkCut(site.server(1).link),
      hold: '6s',
      recover: '1s',
      settle: '1s',
      trials: 20,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
