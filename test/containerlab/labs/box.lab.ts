/**
 * Shape     two hosts, and a black box between them.
 * Question  is a box that is killed and started again what it was?
 * Answer    test/containerlab/users.guest.test.ts
 */
import { defineLab, flow, fromContainerlab } from 'backhoe-lab'
import { nodeDown } from 'backhoe-lab/chaos'

const net = fromContainerlab('box.clab.yml', { probes: { a: '10.8.0.1', b: '10.8.0.2' } })

export default defineLab({
  topology: net,
  traffic: { ping: flow(net.node('a'), net.node('b'), { streams: 1 }) },
  experiments: {
    dead: {
      fault: nodeDown(net.node('box')),
      hold: '2s',
      recover: '3s',
      settle: '500ms',
      trials: 1,
      targets: { ping: { outage: '< 1h' } },
    },
  },
})
