import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

/** Two routers and a host on a bond above two switches of Open vSwitch, which have to let every announcement through. */
const net = compose('rapid-gateways')
const [host, other] = [net.node('host', { role: 'host' }), net.node('other', { role: 'host' })]
const server = net.node('server', { role: 'server' })
const [r1, r2] = [net.node('r1', { role: 'router' }), net.node('r2', { role: 'router' })]
const [sw1, sw2, wan] = [
  net.node('sw1', { role: 'switch' }),
  net.node('sw2', { role: 'switch' }),
  net.node('wan', { role: 'switch' }),
]

const leg = net.link(host.port('eth0'), sw1.port('host'), { role: 'leg' })
net.link(host.port('eth1'), sw2.port('host'), { role: 'leg' })
net.link(other.port('eth0', { addresses: ['10.0.0.8/24'] }), sw1.port('other'))
net.link(sw1.port('peer'), sw2.port('peer'), { role: 'peer' })
const lan = net.link(r1.port('lan', { addresses: ['10.0.0.2/24'] }), sw1.port('r1'))
net.link(r2.port('lan', { addresses: ['10.0.0.3/24'] }), sw2.port('r2'))
net.link(r1.port('wan', { addresses: ['10.0.1.2/24'] }), wan.port('r1'))
net.link(r2.port('wan', { addresses: ['10.0.1.3/24'] }), wan.port('r2'))
net.link(server.port('eth0', { addresses: ['10.0.1.9/24'] }), wan.port('server'))
host.bond('bond0', {
  mode: 'active-backup',
  members: ['eth0', 'eth1'],
  miimon: '100ms',
  addresses: ['10.0.0.9/24'],
})
sw1.bridge('br0', { ports: ['host', 'other', 'peer', 'r1'], rstp: { priority: 4096 } })
sw2.bridge('br0', { ports: ['host', 'peer', 'r2'], rstp: { priority: 8192 } })
wan.bridge('br0', { ports: ['r1', 'r2', 'server'] })
for (const [router, priority] of [
  [r1, 150],
  [r2, 100],
] as const)
  router.virtualRouter('LAN', {
    vrid: 20,
    priority,
    advertInterval: '200ms',
    interface: 'lan',
    addresses: ['10.0.0.1/24'],
  })
host.route('default', '10.0.0.1').probe('10.0.0.9')
other.probe('10.0.0.8')
server.probe('10.0.1.9')

const common = { hold: '2s', recover: '1s', settle: '1s', trials: 6, targets: { web: { outage: '< 1s' } } } as const

export default defineLab({
  topology: { topology: net.build() },
  // A userspace datapath is dear: each packet costs every switch on its way a few system calls.
  traffic: {
    web: flow(host, server, { streams: 1, rate: '50pps', oneWay: true }),
    // Its way leads to the leg that dies, until the first switch has looked through the flows of its datapath.
    in: flow(other, host, { streams: 1, rate: '50pps', oneWay: true }),
  },
  experiments: {
    'the active router loses its LAN cable': { ...common, fault: linkCut(lan) },
    'the host loses its active leg': { ...common, fault: linkCut(leg) },
  },
})
