import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'

const net = compose('two-switches')
const host = net.node('host', { role: 'host' })
const server = net.node('server', { role: 'server' })
const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
const leg = net.link(host.port('eth0'), sw1.port('eth1'))
net.link(host.port('eth1'), sw2.port('eth1'))
net.link(sw1.port('eth2'), sw2.port('eth2'))
const only = net.link(server.port('eth0', { addresses: ['10.0.0.2/24'] }), sw1.port('eth3'))
host.bond('bond0', { mode: '802.3ad', members: ['eth0', 'eth1'], miimon: '100ms', addresses: ['10.0.0.1/24'] })
sw1.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'] })
sw2.bridge('br0', { ports: ['eth1', 'eth2'] })
host.probe('10.0.0.1')
server.probe('10.0.0.2')

export default defineLab({
  topology: { topology: net.build() },
  traffic: { web: flow(host, server, { streams: 16 }) },
  experiments: {
    cut: {
      fault: linkCut(leg),
      hold: '3s',
      recover: '1s',
      trials: 1,
      gate: 'naive',
      targets: { web: { outage: '< 4s' } },
    },
    'nothing works': {
      drift: linkSilent(only),
      fault: linkCut(leg),
      hold: '3s',
      recover: '1s',
      trials: 1,
      gate: 'naive',
      targets: { web: { outage: '< 4s' } },
    },
    'no light': {
      drift: linkCut(only),
      fault: linkCut(leg),
      hold: '3s',
      recover: '1s',
      trials: 1,
      gate: 'naive',
      targets: { web: { outage: '< 4s' } },
    },
  },
})
