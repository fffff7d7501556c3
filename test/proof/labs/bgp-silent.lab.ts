import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { dualUplinkBgp } from 'backhoe-lab/topologies'

/** Packets come back by provider A: an update after the hold time, and the way out by the hold time alone. */
const site = dualUplinkBgp({ prepend: { a: 0, b: 2 }, keepalive: '1s', hold: '3s', connect: '1s' })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.remote, { streams: 1, rate: '100pps' }) },
  experiments: {
    'the access line of provider A falls silent': {
      fault: linkSilent(site.edge.wanA),
      hold: '5s',
      recover: '1s',
      settle: '1s',
      trials: 2,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
