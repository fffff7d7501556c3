import { defineLab, flow, fromContainerlab } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'

const site = fromContainerlab('routers.clab.yml')

export default defineLab({
  topology: site,
  traffic: { web: flow(site.node('pc'), site.node('web'), { streams: 2, rate: '100pps' }) },
  experiments: {
    silent: {
      fault: linkSilent(site.cable('r1:eth1')),
      hold: '15s',
      recover: '20s',
      trials: 4,
      targets: { web: { outage: '< 9s' } },
    },
  },
})
