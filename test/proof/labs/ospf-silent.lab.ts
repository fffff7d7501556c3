import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { routerPair } from 'backhoe-lab/topologies'

const site = routerPair({ hello: '1s', dead: '3s' })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server, { streams: 1, rate: '100pps' }) },
  experiments: {
    'the cheaper way falls silent': {
      fault: linkSilent(site.r1.west),
      hold: '5s',
      recover: '1s',
      settle: '1s',
      trials: 2,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
