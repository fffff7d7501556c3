/**
 * Shape     two hosts and a bridge between them, all on containerlab's management network.
 * Question  is a node whose management interface and own devices are made anew by a start, what it was?
 * Answer    test/containerlab/users.guest.test.ts
 */
import { defineLab, flow, fromContainerlab } from 'backhoe-lab'
import { nodeDown } from 'backhoe-lab/chaos'

const net = fromContainerlab('managed.clab.yml', { probes: { a: '10.8.0.1', b: '10.8.0.2' } })

export default defineLab({
  topology: net,
  traffic: { ping: flow(net.node('a'), net.node('b'), { streams: 1 }) },
  experiments: {
    dead: {
      fault: nodeDown(net.node('bridge')),
      hold: '2s',
      recover: '3s',
      settle: '500ms',
      trials: 1,
      targets: { ping: { outage: '< 1h' } },
    },
  },
})
