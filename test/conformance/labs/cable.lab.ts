/**
 * Shape     two hosts and one cable: whatever happens to the flow was done by the fault. A second cable carries nothing.
 * Question  does each fault of a cable do to it what its name says, and no more? And is it noticed when it does nothing?
 * Answer    test/conformance/cable.guest.test.ts, on every kernel.
 */
import { compose, defineLab, flow } from 'backhoe-lab'
import { impair, linkCut, linkFlap, linkSilent } from 'backhoe-lab/chaos'

const net = compose('two-hosts')
const a = net.node('a', { role: 'host' })
const b = net.node('b', { role: 'server' })
const cable = net.link(a.port('eth0', { addresses: ['10.9.0.1/24'] }), b.port('eth0', { addresses: ['10.9.0.2/24'] }))
const spare = net.link(a.port('eth1'), b.port('eth1'))

const common = { hold: '2s', recover: '1s', settle: '500ms', trials: 1, targets: { ping: { total: '< 1h' } } } as const
const flaps = { period: '400ms', duty: 0.25, count: 4, jitter: '200ms' } as const

export default defineLab({
  topology: { topology: net.build() },
  traffic: { ping: flow(a, b, { streams: 1, rate: '200pps' }) },
  experiments: {
    'cable: cut': { ...common, fault: linkCut(cable) },
    'cable: cut at the near end': { ...common, fault: linkCut(cable, { end: 'near' }) },
    'cable: cut at the far end': { ...common, fault: linkCut(cable, { end: 'far' }) },
    'cable: silent': { ...common, fault: linkSilent(cable) },
    'cable: silent from the near end': { ...common, fault: linkSilent(cable, { direction: 'fromNear' }) },
    'cable: silent from the far end': { ...common, fault: linkSilent(cable, { direction: 'toNear' }) },
    'cable: flaps, near end and far end': { ...common, fault: linkFlap(cable, flaps) },
    'cable: slow from the near end': { ...common, fault: impair(cable, { delay: '50ms', direction: 'fromNear' }) },
    'idle: cut': { ...common, fault: linkCut(spare) },
    'idle: silent': { ...common, fault: linkSilent(spare) },
    'idle: impaired': { ...common, fault: impair(spare, { loss: '50%' }) },
    'idle: silent for LACP': { ...common, fault: linkSilent(cable, { only: 'lacp' }) },
  },
})
