import { compose } from 'backhoe-lab'

/**
 * Three switches of Open vSwitch in a triangle, with VLAN 30 on every cable: the root s1 at host a, and at host z the switch s3, whose root
 * port leads to s1 directly; its other cable leads to s2.
 */
export function rapidTriangle() {
  const trunk = { vlans: { tagged: [30] } }
  const net = compose('rapid-triangle')
  const [a, z] = [net.node('a', { role: 'host' }), net.node('z', { role: 'host' })]
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
  return { topology: net.build(), a, z, alternate, direct }
}
