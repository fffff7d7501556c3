import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { dualUplink } from 'backhoe-lab/topologies'

const site = dualUplink()

export default defineLab({
  topology: site,
  traffic: { out: flow(site.host, site.remote, { streams: 1, rate: '50pps', oneWay: true }) },
  experiments: {
    silent: {
      fault: linkSilent(site.providerA.backbone),
      gate: 'naive',
      settle: '200ms',
      hold: '5s',
      recover: '200ms',
      trials: 20,
      targets: { out: { outage: '< 5s' } },
    },
  },
})
