import { compose, defineLab, flow, vlans } from 'backhoe-lab'
import { vlanMissing } from 'backhoe-lab/chaos'

// Asymmetric VLANs: two hosts that do not reach each other, and a server that both reach. What a host sends is in its own VLAN, what the
// server sends in another one, and all of them leave untagged where they are wanted.
const { left, right, shared } = vlans({ left: 10, right: 30, shared: 20 })
const net = compose('shared-server')
const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
const a = net.node('a', { role: 'host' })
const b = net.node('b', { role: 'host' })
const server = net.node('server', { role: 'server' })
net.link(a.port('eth0', { addresses: ['10.0.0.1/24'] }), sw1.port('a', { vlans: { native: left, untagged: [shared] } }))
net.link(
  b.port('eth0', { addresses: ['10.0.0.2/24'] }),
  sw1.port('b', { vlans: { native: right, untagged: [shared] } }),
)
const trunk = { vlans: { tagged: [left, right, shared] } }
net.link(sw1.port('peer', trunk), sw2.port('peer', trunk))
const access = net.link(
  server.port('eth0', { addresses: ['10.0.0.9/24'] }),
  sw2.port('server', { vlans: { native: shared, untagged: [left, right] } }),
)
sw1.bridge('br0', { ports: ['a', 'b', 'peer'] })
sw2.bridge('br0', { ports: ['server', 'peer'] })

export default defineLab({
  topology: { topology: net.build() },
  traffic: {
    a: flow(a, server, { streams: 1, rate: '50pps' }),
    b: flow(b, server, { streams: 1, rate: '50pps' }),
  },
  experiments: {
    "the server's port forgets one VLAN": {
      fault: vlanMissing(access, left),
      hold: '10s',
      recover: '4s',
      settle: '1s',
      trials: 2,
      targets: { b: { outage: '< 100ms' } },
    },
  },
})
