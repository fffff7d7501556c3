/** Two hosts and two cables, long packets on one of them: what passes, and what a silent cable loses, can be counted. */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'

const net = compose('two-hosts')
const a = net.node('a', { role: 'host' })
const b = net.node('b', { role: 'server' })
const cable = net.link(a.port('eth0', { addresses: ['10.9.0.1/24'] }), b.port('eth0', { addresses: ['10.9.0.2/24'] }))
net.link(a.port('eth1'), b.port('eth1'))

const common = { hold: '1s', recover: '1s', settle: '500ms', trials: 2, targets: { long: { total: '< 1h' } } } as const

export default defineLab({
  topology: { topology: net.build() },
  traffic: { long: flow(a, b, { streams: 1, rate: '100pps', size: '1472B' }) },
  experiments: {
    'silent from a': { ...common, fault: linkSilent(cable, { direction: 'fromNear' }) },
    cut: { ...common, fault: linkCut(cable) },
  },
})
