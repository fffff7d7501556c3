/**
 * Shape     two hosts and one cable, a stream each way of 500 packets a second: enough to tell a share to a percent or two.
 * Question  is each impairment as strong as asked for, in each direction by dice of its own?
 * Answer    test/conformance/impair.guest.test.ts: within what so many throws of a dice allow.
 */
import { compose, defineLab, flow } from 'backhoe-lab'
import { impair } from 'backhoe-lab/chaos'

const net = compose('two-hosts')
const a = net.node('a', { role: 'host' })
const b = net.node('b', { role: 'server' })
const cable = net.link(a.port('eth0', { addresses: ['10.9.0.1/24'] }), b.port('eth0', { addresses: ['10.9.0.2/24'] }))

const common = {
  hold: '10s',
  recover: '1s',
  settle: '500ms',
  trials: 1,
  targets: { ping: { outage: '< 1h' } },
} as const

export default defineLab({
  topology: { topology: net.build() },
  // Nothing is overdue here: what a queue holds back is to be seen.
  traffic: { ping: flow(a, b, { streams: 1, rate: '500pps', size: '64B', overdue: '20s' }) },
  experiments: {
    'independent loss': { ...common, fault: impair(cable, { loss: '20%' }) },
    'bursts of loss': { ...common, hold: '60s', fault: impair(cable, { loss: { mean: '10%', burst: 8 } }) },
    delay: { ...common, fault: impair(cable, { delay: '30ms' }) },
    // Packets that left under it are on their way for 1 s more when the watching ends.
    'delay beyond the watching': {
      ...common,
      hold: '5s',
      fault: impair(cable, { delay: '2s', direction: 'fromNear' }),
    },
    'delay all along': {
      ...common,
      settle: '3s',
      drift: impair(cable, { delay: '1500ms', direction: 'fromNear' }),
      fault: impair(cable, { delay: '30ms', direction: 'toNear' }),
    },
    jitter: { ...common, fault: impair(cable, { delay: '30ms', jitter: '10ms' }) },
    'jitter kept in order': { ...common, fault: impair(cable, { delay: '30ms', jitter: '10ms', rate: '10mbit' }) },
    // What waits at the healing needs 1000 / 302 s.
    rate: { ...common, recover: '5s', fault: impair(cable, { rate: '256kbit' }) },
    duplicates: { ...common, fault: impair(cable, { duplicate: '20%' }) },
    reordering: { ...common, fault: impair(cable, { delay: '9ms', reorder: '25%' }) },
    corruption: { ...common, fault: impair(cable, { corrupt: '20%' }) },
    'normal delays': { ...common, fault: impair(cable, { delay: '30ms', jitter: '5ms', distribution: 'normal' }) },
    'delays with a long tail': {
      ...common,
      fault: impair(cable, { delay: '30ms', jitter: '5ms', distribution: 'pareto' }),
    },
    slots: { ...common, fault: impair(cable, { slot: { min: '20ms' } }) },
    'slots and a short queue': {
      ...common,
      fault: impair(cable, { slot: { min: '20ms', packets: 5 }, limit: 100 }),
    },
    'each fifth overtakes': { ...common, fault: impair(cable, { delay: '9ms', reorder: '100%', gap: 5 }) },
    'each direction its own': {
      ...common,
      fault: impair(cable, { fromNear: { loss: '20%' }, toNear: { delay: '30ms' } }),
    },
    'loss to the near end': { ...common, fault: impair(cable, { loss: '20%', direction: 'toNear' }) },
  },
})
