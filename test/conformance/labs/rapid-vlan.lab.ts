/**
 * Shape     hosts on an access port, on a trunk of one VLAN, and on a port that is native in VLAN 10 and tagged in 20; two
 *           switches of Open vSwitch, a server in both VLANs. No redundancy: whatever is missing is seen.
 * Question  does a port of Open vSwitch forget one VLAN and no other, also its last one, and does it get back what it had?
 * Answer    test/conformance/vlan.guest.test.ts
 */
import { compose, defineLab, flow } from 'backhoe-lab'
import { vlanMissing } from 'backhoe-lab/chaos'

const net = compose('rapid-access-and-trunk')
const trunk = { tagged: [10, 20] }
const plain = net.node('plain', { role: 'host' })
const single = net.node('single', { role: 'host' })
const mixed = net.node('mixed', { role: 'host' })
const server = net.node('server', { role: 'server' })
const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]

const access = net.link(
  plain.port('eth0', { addresses: ['10.0.10.1/24'] }),
  sw1.port('eth1', { vlans: { native: 10 } }),
)
const only = net.link(single.port('eth0'), sw1.port('eth2', { vlans: { tagged: [10] } }))
const both = net.link(
  mixed.port('eth0', { addresses: ['10.0.10.3/24'] }),
  sw1.port('eth3', { vlans: { native: 10, tagged: [20] } }),
)
net.link(sw1.port('eth4', { vlans: trunk }), sw2.port('eth4', { vlans: trunk }))
net.link(server.port('eth0'), sw2.port('eth1', { vlans: trunk }))
sw1.bridge('br0', { ports: ['eth1', 'eth2', 'eth3', 'eth4'], rstp: { priority: 4096 } })
sw2.bridge('br0', { ports: ['eth1', 'eth4'], rstp: {} })
single.vlan('eth0.10', { parent: 'eth0', vlan: 10, addresses: ['10.0.10.2/24'] })
mixed.vlan('eth0.20', { parent: 'eth0', vlan: 20, addresses: ['10.0.20.3/24'] })
mixed.probe('10.0.10.3')
mixed.probe('10.0.20.3')
for (const vlan of [10, 20]) {
  server.vlan(`eth0.${vlan}`, { parent: 'eth0', vlan, addresses: [`10.0.${vlan}.4/24`] })
  server.probe(`10.0.${vlan}.4`)
}

const common = { hold: '2s', recover: '1s', settle: '500ms', trials: 1, targets: { both: { outage: '< 1h' } } } as const

export default defineLab({
  topology: { topology: net.build() },
  traffic: {
    // Every packet costs system calls in each switch.
    access: flow(plain, server, { streams: 1, rate: '50pps', oneWay: true }),
    only: flow(single, server, { streams: 1, rate: '50pps', oneWay: true }),
    // The first stream in VLAN 10, the second in VLAN 20.
    both: flow(mixed, server, { streams: 2, rate: '50pps', oneWay: true }),
  },
  experiments: {
    'access port': { ...common, fault: vlanMissing(access, 10) },
    'only VLAN of a trunk': { ...common, fault: vlanMissing(only, 10) },
    'native VLAN of two': { ...common, fault: vlanMissing(both, 10) },
  },
})
