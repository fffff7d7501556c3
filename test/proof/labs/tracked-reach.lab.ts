import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { dualUplink } from 'backhoe-lab/topologies'

const site = dualUplink()

export default defineLab({
  topology: site,
  traffic: { out: flow(site.host, site.remote, { streams: 1, rate: '100pps', oneWay: true }) },
  experiments: {
    'the provider is silent behind its first hop': {
      fault: linkSilent(site.providerA.backbone),
      hold: '6s',
      recover: '1s',
      settle: '1s',
      trials: 20,
      targets: { out: { outage: '< 5s' } },
    },
  },
})
