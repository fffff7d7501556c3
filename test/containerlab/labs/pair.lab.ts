/**
 * Shape     two nodes of a user's own, and one cable.
 * Question  what can be done to it where the lab runs already, and where we deploy it?
 * Answer    test/containerlab/user.guest.test.ts
 */
import { defineLab, flow, fromContainerlab } from 'backhoe-lab'
import { impair, linkSilent } from 'backhoe-lab/chaos'

const pair = fromContainerlab('pair.clab.yml', { probes: { a: '10.0.0.1', b: '10.0.0.2' } })
const brief = { settle: '500ms', hold: '1s', recover: '1s', trials: 2 } as const

export default defineLab({
  topology: pair,
  traffic: { app: flow(pair.node('a'), pair.node('b'), { streams: 1, rate: '100pps' }) },
  experiments: {
    silent: { ...brief, fault: linkSilent(pair.cable('a:eth1')), targets: { app: { outage: '< 500ms' } } },
    slow: { ...brief, fault: impair(pair.cable('a:eth1'), { delay: '50ms' }), targets: { app: { outage: '< 100ms' } } },
  },
})
