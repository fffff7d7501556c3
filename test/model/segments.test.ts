import { describe, expect, test } from 'vitest'
import { compose } from '../../src/compose/index.ts'
import { virtualRouterGroups } from '../../src/mechanisms/vrrp/data-groups.ts'
import { Segments } from '../../src/model/segments.ts'
import { dualHomedActiveBackup, dualHomedLag, gatewayPair } from '../../topologies/index.ts'

describe('a segment', () => {
  test('goes through cables, bridges and bonds, and ends at a router', () => {
    const segments = new Segments(gatewayPair().topology)
    const [host, r1lan, r2lan, r1wan, server] = [
      segments.of({ node: 'host', interface: 'eth0' }),
      segments.of({ node: 'r1', interface: 'lan' }),
      segments.of({ node: 'r2', interface: 'lan' }),
      segments.of({ node: 'r1', interface: 'wan' }),
      segments.of({ node: 'server', interface: 'eth0' }),
    ]
    expect(r1lan).toBe(host)
    expect(r2lan).toBe(host)
    expect(server).toBe(r1wan)
    expect(server).not.toBe(host)

    const lag = new Segments(dualHomedLag({ hash: 'layer2' }).topology)
    expect(lag.of({ node: 'host', interface: 'mac3' })).toBe(lag.of({ node: 'server', interface: 'bond0' }))
  })

  test('is one for each VLAN of a trunk', () => {
    const segments = new Segments(dualHomedActiveBackup({ vlans: [10, 20] }).topology)
    const [host10, host20] = [
      segments.of({ node: 'host', interface: 'bond0.10' }),
      segments.of({ node: 'host', interface: 'bond0.20' }),
    ]
    expect(segments.of({ node: 'server', interface: 'eth0.10' })).toBe(host10)
    expect(segments.of({ node: 'server', interface: 'eth0.20' })).toBe(host20)
    expect(host10).not.toBe(host20)
    expect(segments.of({ node: 'host', interface: 'bond0' })).not.toBe(host10)
  })

  test('joins a trunk and an access port of one VLAN, and not a port that lacks it', () => {
    const net = compose('access')
    const [a, b, c] = ['a', 'b', 'c'].map((name) => net.node(name, { role: 'host' }))
    const sw = net.node('sw', { role: 'switch' })
    if (a === undefined || b === undefined || c === undefined) throw new Error('three hosts')
    net.link(a.port('eth0'), sw.port('eth1', { vlans: { tagged: [10] } }))
    net.link(b.port('eth0', { addresses: ['10.0.0.2/24'] }), sw.port('eth2', { vlans: { native: 10 } }))
    net.link(c.port('eth0', { addresses: ['10.1.0.3/24'] }), sw.port('eth3', { vlans: { native: 20, tagged: [30] } }))
    a.vlan('eth0.10', { parent: 'eth0', vlan: 10, addresses: ['10.0.0.1/24'] })
    sw.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'] })
    const segments = new Segments(net.build())
    const at = (node: string, name = 'eth0'): string => segments.of({ node, interface: name })
    expect(at('a', 'eth0.10')).toBe(at('b'))
    expect(at('c')).not.toBe(at('b'))
    expect(at('a')).not.toBe(at('b'))
  })

  // Declared after the bridge, the port makes it filter all the same.
  test('joins what stands on a filtering bridge to the VLANs that the bridge itself is in', () => {
    const net = compose('svi')
    const sw = net.node('sw', { role: 'switch' })
    const [a, b] = [net.node('a', { role: 'host' }), net.node('b', { role: 'host' })]
    sw.bridge('br0', { ports: ['p1', 'p2'], vlans: { native: 20, tagged: [10] }, addresses: ['10.0.20.1/24'] })
    sw.vlan('br0.10', { parent: 'br0', vlan: 10, addresses: ['10.0.10.1/24'] })
    net.link(a.port('eth0', { addresses: ['10.0.10.2/24'] }), sw.port('p1', { vlans: { native: 10 } }))
    net.link(b.port('eth0', { addresses: ['10.0.20.2/24'] }), sw.port('p2', { vlans: { native: 20 } }))
    const segments = new Segments(net.build())
    const at = (node: string, name: string): string => segments.of({ node, interface: name })
    expect(at('sw', 'br0.10')).toBe(at('a', 'eth0'))
    expect(at('sw', 'br0')).toBe(at('b', 'eth0'))
    expect(at('sw', 'br0')).not.toBe(at('sw', 'br0.10'))
  })
})

test('virtual routers of one LAN and VRID are a group, the preferred one first', () => {
  const { topology } = gatewayPair({
    groups: [
      { vrid: 1, priority: { r1: 150, r2: 100 } },
      { vrid: 2, priority: { r1: 100, r2: 150 } },
    ],
  })
  const groups = virtualRouterGroups(topology).map((group) =>
    group.map(({ node, router }) => `${node.name} ${router.name}`),
  )
  expect(groups).toEqual([
    ['r1 LAN', 'r2 LAN'],
    ['r1 WAN', 'r2 WAN'],
    ['r2 LAN2', 'r1 LAN2'],
    ['r2 WAN2', 'r1 WAN2'],
  ])
})
