/** A duct with a bond's leg and the active router's cable in it: two timers decide, each over a flow. */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const net = compose('two-timers')
const host = net.node('host', { role: 'host' })
const server = net.node('server', { role: 'server' })
const near = net.node('near', { role: 'server' })
const [sw1, sw2, wan] = [
  net.node('sw1', { role: 'switch' }),
  net.node('sw2', { role: 'switch' }),
  net.node('wan', { role: 'switch' }),
]
const [r1, r2] = [net.node('r1', { role: 'router' }), net.node('r2', { role: 'router' })]

const leg = net.link(host.port('eth0'), sw1.port('eth1'))
net.link(host.port('eth1'), sw2.port('eth1'))
net.link(sw1.port('eth2'), sw2.port('eth2'))
const lan = net.link(r1.port('lan', { addresses: ['10.0.1.11/24'] }), sw1.port('eth3'))
net.link(r2.port('lan', { addresses: ['10.0.1.12/24'] }), sw2.port('eth3'))
net.link(near.port('eth0', { addresses: ['10.0.1.30/24'] }), sw2.port('eth4'))
net.link(r1.port('wan', { addresses: ['10.0.2.11/24'] }), wan.port('eth1'))
net.link(r2.port('wan', { addresses: ['10.0.2.12/24'] }), wan.port('eth2'))
net.link(server.port('eth0', { addresses: ['10.0.2.20/24'] }), wan.port('eth3'))
sw1.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'] })
sw2.bridge('br0', { ports: ['eth1', 'eth2', 'eth3', 'eth4'] })
wan.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'] })
host.bond('bond0', {
  mode: 'active-backup',
  members: ['eth0', 'eth1'],
  primary: 'eth0',
  miimon: '100ms',
  addresses: ['10.0.1.10/24'],
})
host.route('default', '10.0.1.1').probe('10.0.1.10')
near.probe('10.0.1.30')
server.route('default', '10.0.2.1').probe('10.0.2.20')
for (const [router, priority] of [
  [r1, 150],
  [r2, 100],
] as const) {
  const timers = { vrid: 20, priority, advertInterval: '200ms' } as const
  router.syncGroup('GATEWAY', [
    router.virtualRouter('LAN', { ...timers, interface: 'lan', addresses: ['10.0.1.1/24'] }),
    router.virtualRouter('WAN', { ...timers, interface: 'wan', addresses: ['10.0.2.1/24'] }),
  ])
}

export default defineLab({
  topology: { topology: net.build() },
  traffic: { web: flow(host, server, { rate: '200pps' }), beside: flow(host, near, { rate: '200pps' }) },
  experiments: {
    'the duct is cut': {
      fault: linkCut([leg, lan]),
      gate: 'naive',
      settle: '200ms',
      hold: '1s',
      recover: '200ms',
      trials: 20,
      targets: { web: { outage: '< 1s' }, beside: { outage: '< 150ms' } },
    },
  },
})
