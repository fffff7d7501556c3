import { compose, type NodeBuilder } from '../../../src/compose/index.ts'
import type { Topology } from '../../../src/model/topology.ts'

/**
 * Area 1 with router a, its two border routers b1 and b2 on the LAN of the backbone, which elects a designated router, c there, too,
 * and area 2 behind c with router d.
 */
export function areas(): Topology {
  const net = compose('areas')
  const host = net.node('host', { role: 'host' })
  const server = net.node('server', { role: 'server' })
  const [a, b1, b2, c, d] = ['a', 'b1', 'b2', 'c', 'd'].map((name) => net.node(name, { role: 'router' })) as [
    NodeBuilder,
    NodeBuilder,
    NodeBuilder,
    NodeBuilder,
    NodeBuilder,
  ]
  const lan = net.node('lan', { role: 'switch' })
  net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), a.port('lan', { addresses: ['10.0.1.1/24'] }))
  net.link(server.port('eth0', { addresses: ['10.0.3.2/24'] }), d.port('lan', { addresses: ['10.0.3.1/24'] }))
  host.route('default', '10.0.1.1')
  server.route('default', '10.0.3.1')
  const join = (one: NodeBuilder, other: NodeBuilder, network: string): unknown =>
    net.link(
      one.port(other.name, { addresses: [`${network}.1/24`] }),
      other.port(one.name, { addresses: [`${network}.2/24`] }),
    )
  join(a, b1, '10.1.1')
  join(a, b2, '10.1.2')
  join(c, d, '10.1.3')
  ;[b1, b2, c].forEach((router, number) =>
    net.link(router.port('lan', { addresses: [`10.1.0.${String(number + 1)}/24`] }), lan.port(router.name)),
  )
  lan.bridge('br0', { ports: ['b1', 'b2', 'c'] })
  const fast = { hello: '1s', dead: '4s' } as const
  const [one, two] = [{ area: '0.0.0.1' }, { area: '0.0.0.2' }]
  const backbone = { network: 'broadcast' } as const
  a.ospf({ ...fast, ...one, interfaces: { b1: {}, b2: { cost: 30 } }, passive: ['lan'] })
  b1.ospf({ ...fast, interfaces: { a: one, lan: { ...backbone, priority: 200 } } })
  b2.ospf({ ...fast, interfaces: { a: one, lan: { ...backbone, priority: 0 } } })
  c.ospf({ ...fast, interfaces: { d: two, lan: backbone } })
  d.ospf({ ...fast, interfaces: { c: two, lan: { ...two, passive: true } } })
  return net.build()
}
