/**
 * Shape     two hosts and one cable, as a user's own file has them, on an image that is not ours.
 * Question  does a guest get the image from `backhoe image add`, and are programs that nobody knows watched?
 * Answer    test/containerlab/own-image.guest.test.ts
 */
import { defineLab, flow, fromContainerlab } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'

const net = fromContainerlab('own-image.clab.yml', { probes: { a: '10.7.0.1', b: '10.7.0.2' } })

export default defineLab({
  topology: net,
  traffic: { ping: flow(net.node('a'), net.node('b'), { streams: 1 }) },
  experiments: {
    silent: {
      fault: linkSilent(net.cable('a:eth1')),
      hold: '1s',
      recover: '1s',
      settle: '500ms',
      trials: 1,
      targets: { ping: { total: '< 1h' } },
    },
  },
})
