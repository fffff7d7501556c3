import { expect, test } from 'vitest'
import { compose } from '../../src/compose/index.ts'
import { openVSwitchConfigure } from '../../src/mechanisms/openvswitch/configure.ts'

// An empty set of trunks would mean every VLAN, and no VLANs at all mean the same: the kernel's bridge gives such a port VLAN 1.
test('a port carries its own VLANs and no others, also where the topology gives it none', () => {
  const net = compose('vlans')
  const [a, b] = [net.node('a', { role: 'switch' }), net.node('b', { role: 'switch' })]
  for (const [name, vlans] of [
    ['access', { native: 10 }],
    ['trunk', { tagged: [10, 20] }],
    ['mixed', { native: 10, tagged: [20] }],
    ['shut', { tagged: [] }],
  ] as const)
    net.link(a.port(name, { vlans }), b.port(name))
  net.link(a.port('plain'), b.port('plain'))
  a.bridge('br0', { ports: ['access', 'trunk', 'mixed', 'shut', 'plain'], rstp: {} })
  net.build()
  const text = openVSwitchConfigure.files(a.node)['openvswitch/up.sh'] ?? ''
  expect([...text.matchAll(/add-port br0 (.*) other_config:rstp-enable/g)].map(([, found]) => found)).toEqual([
    'access tag=10 vlan_mode=access',
    'trunk trunks=10,20 vlan_mode=trunk',
    'mixed tag=10 trunks=20 vlan_mode=native-untagged',
    'shut trunks=4095 vlan_mode=trunk',
    'plain trunks=4095 vlan_mode=trunk',
  ])
})

// Open vSwitch's own default is 2000, and a port with a cost of 19 would be the way to the root before one without any:
// theory has 2 for it, as the kernel has.
test('every port of a rapid spanning tree is given a cost and a priority, also where the topology gives none', () => {
  const net = compose('mixed')
  const [a, b] = [net.node('a', { role: 'switch' }), net.node('b', { role: 'switch' })]
  net.link(a.port('p1', { stpPort: { cost: 19, priority: 8 } }), b.port('p1'))
  net.link(a.port('p2'), b.port('p2'))
  for (const node of [a, b]) node.bridge('br0', { ports: ['p1', 'p2'], rstp: {} })
  net.build()
  const text = openVSwitchConfigure.files(a.node)['openvswitch/up.sh'] ?? ''
  const costs = [...text.matchAll(/add-port br0 (\S+) .*rstp-path-cost=(\d+) other_config:rstp-port-priority=(\d+)/g)]
  expect(costs.map(([, ...found]) => found)).toEqual([
    ['p1', '19', '32'],
    ['p2', '2', '128'],
  ])
})
