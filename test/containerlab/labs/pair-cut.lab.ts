/** The same two nodes, and a fault that needs a middle. */
import { defineLab, flow, fromContainerlab } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const pair = fromContainerlab('pair.clab.yml', { probes: { a: '10.0.0.1', b: '10.0.0.2' } })

export default defineLab({
  topology: pair,
  traffic: { app: flow(pair.node('a'), pair.node('b'), { streams: 1, rate: '100pps' }) },
  experiments: {
    cut: {
      fault: linkCut(pair.cable('a:eth1')),
      settle: '500ms',
      hold: '1s',
      recover: '1s',
      trials: 2,
      targets: { app: { outage: '< 500ms' } },
    },
  },
})
