import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { routerPair } from 'backhoe-lab/topologies'

const site = routerPair({ hello: '1s', bfd: { interval: '300ms', multiplier: 3, echo: '50ms' } })
const rest = {
  hold: '1s',
  recover: '1s',
  settle: '1s',
  trials: 2,
  targets: { web: { outage: '< 1s' } },
} as const

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server, { streams: 1, rate: '500pps' }) },
  experiments: {
    'the cheaper way falls silent': { fault: linkSilent(site.r1.west), ...rest },
    'it falls silent one way': { fault: linkSilent(site.r1.west, { direction: 'fromNear' }), ...rest },
  },
})
