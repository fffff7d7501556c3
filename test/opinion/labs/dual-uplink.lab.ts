import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { dualUplink } from 'backhoe-lab/topologies'

const site = dualUplink({ advertInterval: '1s', lastMile: 'shared' })

export default defineLab({
  topology: site,
  traffic: {
    out: flow(site.host, site.remote, { streams: 2, rate: '50pps', oneWay: true }),
    atA: flow(site.remote, site.serverAtA, { streams: 1, rate: '50pps' }),
    atB: flow(site.remote, site.serverAtB, { streams: 1, rate: '50pps' }),
  },
  experiments: {
    'the access line of provider A is cut': {
      fault: linkCut(site.e1.wan),
      hold: '2s',
      recover: '5s',
      settle: '1s',
      trials: 1,
      targets: { out: { outage: '< 1s' } },
    },
  },
})
