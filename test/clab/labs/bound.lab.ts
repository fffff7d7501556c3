/** Its configuration lies in files that are bound. */
import { defineLab, flow, fromContainerlab } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const net = fromContainerlab('bound.clab.yml')

export default defineLab({
  topology: net,
  traffic: { web: flow(net.node('a'), net.node('b'), { streams: 1, rate: '100pps' }) },
  experiments: {
    cut: { hold: '3s', trials: 1, fault: linkCut(net.cable('a:eth1')), targets: { web: { outage: '< 1s' } } },
  },
})
