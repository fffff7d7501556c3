import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { dualUplinkBgp } from 'backhoe-lab/topologies'

/** As bgp-silent, and every router keeps the routes of a silent neighbour for 4 s more. */
const site = dualUplinkBgp({
  prepend: { a: 0, b: 2 },
  gracefulRestart: '4s',
  keepalive: '1s',
  hold: '3s',
  connect: '1s',
})

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.remote, { streams: 1, rate: '100pps' }) },
  experiments: {
    'the access line of provider A falls silent': {
      fault: linkSilent(site.edge.wanA),
      hold: '9s',
      recover: '1s',
      settle: '1s',
      trials: 2,
      targets: { web: { outage: '< 8s' } },
    },
  },
})
