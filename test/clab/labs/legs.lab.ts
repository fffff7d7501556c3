/** A containerlab file alone says what there is: addresses, a bond, bridges. */
import { defineLab, flow, fromContainerlab } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'

const net = fromContainerlab('legs.clab.yml')
const brief = { hold: '3s', recover: '1s', settle: '500ms', trials: 50 } as const

export default defineLab({
  topology: net,
  traffic: { web: flow(net.node('h1'), net.node('server'), { streams: 1, rate: '100pps' }) },
  experiments: {
    cut: { ...brief, fault: linkCut(net.cable('h1:eth1')), targets: { web: { outage: '< 500ms' } } },
    silent: { ...brief, fault: linkSilent(net.cable('h1:eth1')), targets: { web: { outage: '< 5s' } } },
  },
})
