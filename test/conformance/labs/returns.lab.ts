import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

/** Every port of a switch with 802.1D and the standard's timers: one that is plugged in blocks for 2 × 15 s. */
const net = compose('plugged-in')
const [single, bonded, server] = [
  net.node('single', { role: 'host' }),
  net.node('bonded', { role: 'host' }),
  net.node('server', { role: 'server' }),
]
const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
const only = net.link(single.port('eth0', { addresses: ['10.0.0.1/24'] }), sw1.port('eth1'))
const leg1 = net.link(bonded.port('eth0'), sw1.port('eth2'))
net.link(bonded.port('eth1'), sw2.port('eth2'))
net.link(sw1.port('eth3'), sw2.port('eth3'))
net.link(server.port('eth0', { addresses: ['10.0.0.3/24'] }), sw2.port('eth4'))
// No updelay: the primary is used again as soon as it has its light.
bonded.bond('bond0', {
  mode: 'active-backup',
  members: ['eth0', 'eth1'],
  primary: 'eth0',
  miimon: '100ms',
  addresses: ['10.0.0.2/24'],
})
sw1.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'], stp: {} })
sw2.bridge('br0', { ports: ['eth2', 'eth3', 'eth4'], stp: {} })
single.probe('10.0.0.1')
bonded.probe('10.0.0.2')
server.probe('10.0.0.3')

const short = { hold: '3s', recover: '40s', settle: '1s', trials: 2 } as const

export default defineLab({
  topology: { topology: net.build() },
  traffic: {
    one: flow(single, server, { streams: 1 }),
    two: flow(bonded, server, { streams: 1 }),
  },
  experiments: {
    'the only cable': { fault: linkCut(only), ...short, targets: { one: { back: '< 35s' } } },
    'the primary leg': { fault: linkCut(leg1), ...short, targets: { two: { outage: '< 1s' } } },
  },
})
