import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { routerPair } from 'backhoe-lab/topologies'

const site = routerPair({ hello: '1s', dead: '4s' })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server, { streams: 2, rate: '50pps' }) },
  experiments: {
    'a cable is cut': {
      fault: linkCut(site.r1.west),
      hold: '2s',
      recover: '12s',
      settle: '1s',
      trials: 1,
      targets: { web: { outage: '< 1s' } },
    },
  },
})
