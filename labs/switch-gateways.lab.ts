/**
 * Shape     two routing switches, each with its gateways on itself (SVIs: br0.10 and br0.20 on a VLAN-filtering bridge), VRRP
 *           between them; below both an access switch with a host in VLAN 10 and a server in VLAN 20.
 *
 *           | Description   | a VRRP pair on the switches themselves, an access switch below |
 *           | Components    | 2 routing switches (bridge, VLANs, keepalived), access switch  |
 *           | Resources     | 5 nodes, 4 cables; no privileges                               |
 *           | Topology file | `backhoe generate labs/switch-gateways.lab.ts`                 |
 *           | Name          | switch-gateways                                                |
 *
 * Question  the gateways of both VLANs move when d1 loses its only cable. Do they when that trunk loses one VLAN?
 * Answer    The cut: 2A + skew to 3A + skew. One VLAN: its gateway moves to d2 as fast, but d1 keeps br0.10, whose carrier is that of
 *           the whole bridge, and routes what comes back from VLAN 20 into a VLAN that leads nowhere, until somebody
 *           repairs the trunk. This experiment misses its target, and that is its lesson.
 */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut, vlanMissing } from 'backhoe-lab/chaos'

const net = compose('switch-gateways')
const trunk = { tagged: [10, 20] }

const [d1, d2] = [
  net.node('d1', { role: 'switch', forwarding: true, risks: ['feed-a'] }),
  net.node('d2', { role: 'switch', forwarding: true, risks: ['feed-b'] }),
]
const access = net.node('access', { role: 'switch' })
const host = net.node('host', { role: 'host' })
const server = net.node('server', { role: 'server' })

const uplink1 = net.link(d1.port('down', { vlans: trunk }), access.port('up1', { vlans: trunk }), { role: 'uplink' })
net.link(d2.port('down', { vlans: trunk }), access.port('up2', { vlans: trunk }), { role: 'uplink' })
net.link(host.port('eth0', { addresses: ['10.0.10.10/24'] }), access.port('p1', { vlans: { native: 10 } }))
net.link(server.port('eth0', { addresses: ['10.0.20.20/24'] }), access.port('p2', { vlans: { native: 20 } }))

access.bridge('br0', { ports: ['up1', 'up2', 'p1', 'p2'] })
for (const [sw, number, priority] of [
  [d1, 2, 150],
  [d2, 3, 100],
] as const) {
  // The bridge itself is in both VLANs: else its own interfaces would reach neither.
  sw.bridge('br0', { ports: ['down'], vlans: trunk })
  for (const vlan of [10, 20]) {
    const svi = sw.vlan(`br0.${vlan}`, { parent: 'br0', vlan, addresses: [`10.0.${vlan}.${number}/24`] })
    sw.virtualRouter(`VLAN${vlan}`, { interface: svi, vrid: vlan, priority, addresses: [`10.0.${vlan}.1/24`] })
  }
}
host.route('default', '10.0.10.1')
server.route('default', '10.0.20.1')

export default defineLab({
  topology: { topology: net.build() },
  traffic: { web: flow(host, server, { streams: 4, rate: '100pps' }) },
  experiments: {
    'd1 loses its trunk': { fault: linkCut(uplink1), hold: '6s', trials: 10, targets: { web: { outage: '< 4s' } } },
    'the trunk of d1 loses VLAN 10': {
      fault: vlanMissing(uplink1, 10),
      hold: '6s',
      trials: 10,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
