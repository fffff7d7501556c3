/**
 * Shape     a triangle of three switches of Open vSwitch, the root at one host, and at the other a switch whose root port
 *           leads to it directly; the alternate port lacks the VLAN of the hosts.
 * Question  what does a port of Open vSwitch do with frames of a VLAN that it lacks, once it is the root port?
 * Answer    test/conformance/vlan.guest.test.ts
 */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut, vlanMissing } from 'backhoe-lab/chaos'

const net = compose('rapid-root-vlan')
const trunk = { vlans: { tagged: [30] } }
const a = net.node('a', { role: 'host' })
const z = net.node('z', { role: 'host' })
const [s1, s2] = [net.node('s1', { role: 'switch' }), net.node('s2', { role: 'switch' })]
const s3 = net.node('s3', { role: 'switch' })

net.link(a.port('eth0', { addresses: ['10.3.0.1/24'] }), s1.port('eth1', { vlans: { native: 30 } }))
net.link(z.port('eth0', { addresses: ['10.3.0.2/24'] }), s3.port('eth1', { vlans: { native: 30 } }))
net.link(s1.port('eth2', trunk), s2.port('eth1', trunk))
const alternate = net.link(s2.port('eth2', trunk), s3.port('eth2', trunk))
const direct = net.link(s1.port('eth3', trunk), s3.port('eth3', trunk))
s1.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'], rstp: { priority: 4096 } })
s2.bridge('br0', { ports: ['eth1', 'eth2'], rstp: { priority: 8192 } })
s3.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'], rstp: { priority: 12288 } })
a.probe('10.3.0.1')
z.probe('10.3.0.2')

export default defineLab({
  topology: { topology: net.build() },
  // Every packet costs system calls in each switch.
  traffic: { web: flow(a, z, { streams: 1, rate: '50pps' }) },
  experiments: {
    'the root port lacks it': {
      drift: vlanMissing(alternate, 30),
      fault: linkCut(direct),
      hold: '2s',
      recover: '1s',
      settle: '500ms',
      trials: 1,
      targets: { web: { outage: '< 1h' } },
    },
  },
})
