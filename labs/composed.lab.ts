/**
 * Shape     composed from nouns, without a generator: a host bonded to two switches, service VLAN 20 on trunks,
 *           a VRRP pair on VLAN devices, one router on each switch, the server behind both.
 *
 *           | Description   | a bonded host behind a VRRP pair, composed from nouns                   |
 *           | Components    | 2 switches (bridge, VLANs), 2 routers (keepalived), host (bond), server |
 *           | Resources     | 7 nodes, 8 cables; no privileges                                        |
 *           | Topology file | `backhoe generate labs/composed.lab.ts`                                 |
 *           | Name          | composed                                                                |
 *
 * Question  each layer has its own redundancy. What does a host notice of a lost leg, and of a lost gateway?
 * Answer    A leg: at most a miimon interval and a jiffy. A gateway: 2A + skew to 3A + skew, here with A = 200 ms.
 */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const net = compose('bonded-host-behind-a-pair')
const trunk = { tagged: [20] }

const host = net.node('host', { role: 'host' })
const server = net.node('server', { role: 'server' })
const core = net.node('core', { role: 'switch' })
const [sw1, sw2] = [
  net.node('sw1', { role: 'switch', risks: ['feed-a'] }),
  net.node('sw2', { role: 'switch', risks: ['feed-b'] }),
]
const [r1, r2] = [
  net.node('r1', { role: 'router', risks: ['feed-a'] }),
  net.node('r2', { role: 'router', risks: ['feed-b'] }),
]

const leg1 = net.link(host.port('eth0'), sw1.port('eth1', { vlans: trunk }), { role: 'leg' })
net.link(host.port('eth1'), sw2.port('eth1', { vlans: trunk }), { role: 'leg' })
net.link(sw1.port('eth2', { vlans: trunk }), sw2.port('eth2', { vlans: trunk }), { role: 'peer' })
const lan1 = net.link(r1.port('lan'), sw1.port('eth3', { vlans: trunk }), { role: 'lan' })
net.link(r2.port('lan'), sw2.port('eth3', { vlans: trunk }), { role: 'lan' })
net.link(r1.port('wan', { addresses: ['10.0.2.11/24'] }), core.port('eth1'), { role: 'uplink' })
net.link(r2.port('wan', { addresses: ['10.0.2.12/24'] }), core.port('eth2'), { role: 'uplink' })
net.link(server.port('eth0', { addresses: ['10.0.2.20/24'] }), core.port('eth3'), { role: 'wan' })

host.bond('bond0', { mode: 'active-backup', members: ['eth0', 'eth1'], primary: 'eth0', miimon: '50ms' })
host.vlan('bond0.20', { parent: 'bond0', vlan: 20, addresses: ['10.0.20.10/24'] })
host.route('default', '10.0.20.1').probe('10.0.20.10')
server.route('default', '10.0.2.1').probe('10.0.2.20')
for (const [sw, ports] of [
  [sw1, ['eth1', 'eth2', 'eth3']],
  [sw2, ['eth1', 'eth2', 'eth3']],
  [core, ['eth1', 'eth2', 'eth3']],
] as const) {
  sw.bridge('br0', { ports })
}
for (const [router, number, priority] of [
  [r1, 11, 150],
  [r2, 12, 100],
] as const) {
  router.vlan('lan.20', { parent: 'lan', vlan: 20, addresses: [`10.0.20.${number}/24`] })
  const timers = { vrid: 20, priority, advertInterval: '200ms' } as const
  router.syncGroup('GATEWAY', [
    router.virtualRouter('LAN', { ...timers, interface: 'lan.20', addresses: ['10.0.20.1/24'] }),
    router.virtualRouter('WAN', { ...timers, interface: 'wan', addresses: ['10.0.2.1/24'] }),
  ])
}

export default defineLab({
  topology: { topology: net.build() },
  traffic: { web: flow(host, server, { streams: 4, rate: '200pps' }) },
  experiments: {
    'the host loses a leg': { fault: linkCut(leg1), hold: '3s', trials: 10, targets: { web: { outage: '< 150ms' } } },
    'the active router loses its LAN cable': {
      fault: linkCut(lan1),
      hold: '4s',
      trials: 10,
      targets: { web: { outage: '< 1s' } },
    },
  },
})
