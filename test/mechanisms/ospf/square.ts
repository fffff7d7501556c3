import { compose } from '../../../src/compose/index.ts'
import type { CableHandle } from '../../../src/model/handle.ts'
import type { BfdOptions } from '../../../src/mechanisms/bfd/options-types.ts'
import type { OspfOptions } from '../../../src/mechanisms/ospf/options-types.ts'

/** Four routers in a square, with a host behind the first one and a server behind the third one; the way by the second one costs less. */
export function square(options: Partial<OspfOptions> = { hello: '1s', dead: '4s' }, bfd?: BfdOptions) {
  const net = compose('square')
  const host = net.node('host', { role: 'host' })
  const server = net.node('server', { role: 'server' })
  const routers = ['r1', 'r2', 'r3', 'r4'].map((name) => net.node(name, { role: 'router' }))
  const [r1, r2, r3, r4] = routers
  if (r1 === undefined || r2 === undefined || r3 === undefined || r4 === undefined) throw new Error('four routers')
  net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), r1.port('lan', { addresses: ['10.0.1.1/24'] }))
  net.link(server.port('eth0', { addresses: ['10.0.3.2/24'] }), r3.port('lan', { addresses: ['10.0.3.1/24'] }))
  host.route('default', '10.0.1.1')
  server.route('default', '10.0.3.1')
  const join = (a: typeof r1, b: typeof r1, net24: string): CableHandle =>
    net.link(a.port(b.name, { addresses: [`${net24}.1/24`] }), b.port(a.name, { addresses: [`${net24}.2/24`] }))
  const cables = {
    r1r2: join(r1, r2, '10.1.12'),
    r2r3: join(r2, r3, '10.1.23'),
    r3r4: join(r3, r4, '10.1.34'),
    r4r1: join(r4, r1, '10.1.41'),
  }
  r1.ospf({ interfaces: { r2: {}, r4: { cost: 20 } }, passive: ['lan'], ...options })
  r2.ospf({ interfaces: { r1: {}, r3: {} }, ...options })
  r3.ospf({ interfaces: { r2: {}, r4: { cost: 20 } }, passive: ['lan'], ...options })
  r4.ospf({ interfaces: { r3: { cost: 20 }, r1: { cost: 20 } }, ...options })
  if (bfd !== undefined) for (const router of routers) router.bfd(bfd)
  return { topology: net.build(), r2, ...cables }
}
