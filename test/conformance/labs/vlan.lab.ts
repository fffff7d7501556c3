/**
 * Shape     a host on an access port of VLAN 10 and a host on a trunk of VLANs 10 and 20, a trunk between two switches,
 *           a server in both VLANs. No redundancy: whatever is missing is seen.
 * Question  does a port forget one VLAN and no other, native or tagged, and does it get back exactly what it had?
 * Answer    test/conformance/vlan.guest.test.ts
 */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut, vlanMissing } from 'backhoe-lab/chaos'

const net = compose('access-and-trunk')
const trunk = { tagged: [10, 20] }
const plain = net.node('plain', { role: 'host' })
const tagged = net.node('tagged', { role: 'host' })
const server = net.node('server', { role: 'server' })
const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]

const access = net.link(
  plain.port('eth0', { addresses: ['10.0.10.1/24'] }),
  sw1.port('eth1', { vlans: { native: 10, tagged: [] } }),
)
const trunked = net.link(tagged.port('eth0'), sw1.port('eth2', { vlans: trunk }))
const between = net.link(sw1.port('eth3', { vlans: trunk }), sw2.port('eth3', { vlans: trunk }))
net.link(server.port('eth0'), sw2.port('eth1', { vlans: trunk }))
for (const sw of [sw1, sw2]) sw.bridge('br0', { ports: sw === sw1 ? ['eth1', 'eth2', 'eth3'] : ['eth1', 'eth3'] })
for (const [node, last] of [
  [tagged, 2],
  [server, 3],
] as const) {
  for (const vlan of [10, 20]) {
    node.vlan(`eth0.${vlan}`, { parent: 'eth0', vlan, addresses: [`10.0.${vlan}.${last}/24`] })
    node.probe(`10.0.${vlan}.${last}`)
  }
}

const common = { hold: '2s', recover: '1s', settle: '500ms', trials: 1, targets: { both: { outage: '< 1h' } } } as const

export default defineLab({
  topology: { topology: net.build() },
  traffic: {
    access: flow(plain, server, { streams: 1, rate: '100pps' }),
    // The first stream of each direction in VLAN 10, the second in VLAN 20.
    both: flow(tagged, server, { streams: 2, rate: '100pps' }),
  },
  experiments: {
    native: { ...common, fault: vlanMissing(access, 10) },
    tagged: { ...common, fault: vlanMissing(trunked, 10) },
    'at the near end': { ...common, fault: vlanMissing(between, 20, { end: 'near' }) },
    'between the switches': { ...common, fault: vlanMissing(between, 10) },
    drift: { ...common, gate: 'naive', drift: vlanMissing(trunked, 10), fault: linkCut(access) },
  },
})
