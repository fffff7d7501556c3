import { expect, test } from 'vitest'
import { linkCut, linkSilent } from '../../../chaos/index.ts'
import { compose } from '../../../src/compose/index.ts'
import { ask, forward } from '../../theory/ask.ts'

/** Three routers in a triangle that speak OSPF and BGP, with BFD. */
function triangle(interval: '100ms' | '2s') {
  const net = compose('triangle')
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
  const routers = ['r1', 'r2', 'r3'].map((name) => net.node(name, { role: 'router' }))
  const [r1, r2, r3] = routers
  if (r1 === undefined || r2 === undefined || r3 === undefined) throw new Error('three routers')
  net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), r1.port('lan', { addresses: ['10.0.1.1/24'] }))
  net.link(server.port('eth0', { addresses: ['10.0.3.2/24'] }), r3.port('lan', { addresses: ['10.0.3.1/24'] }))
  host.route('default', '10.0.1.1')
  server.route('default', '10.0.3.1')
  const join = (a: typeof r1, b: typeof r1, network: string) =>
    net.link(a.port(b.name, { addresses: [`${network}.1/24`] }), b.port(a.name, { addresses: [`${network}.2/24`] }))
  const direct = join(r1, r3, '10.1.13')
  join(r1, r2, '10.1.12')
  join(r2, r3, '10.1.23')
  const timers = { keepalive: '1s', hold: '9s', connect: '1s' } as const
  r1.bgp({
    as: 65001,
    neighbours: { '10.1.13.2': { as: 65003 }, '10.1.12.2': { as: 65002 } },
    networks: ['lan'],
    ...timers,
  })
  r2.bgp({ as: 65002, neighbours: { '10.1.12.1': { as: 65001 }, '10.1.23.2': { as: 65003 } }, ...timers })
  r3.bgp({
    as: 65003,
    neighbours: { '10.1.13.1': { as: 65001 }, '10.1.23.1': { as: 65002 } },
    networks: ['lan'],
    ...timers,
  })
  r1.ospf({ hello: '1s', interfaces: { r3: {}, r2: {} }, passive: ['lan'] })
  r2.ospf({ hello: '1s', interfaces: { r1: {}, r3: {} } })
  r3.ospf({ hello: '1s', interfaces: { r1: {}, r2: {} }, passive: ['lan'] })
  for (const router of routers) router.bfd({ interval })
  return { topology: net.build(), direct }
}

const SHARED = /OSPF and BGP share a BFD session/

test('a BFD session of two protocols ends with the first that gives up: theory speaks where BFD is first at both ends', () => {
  const [fast, slow] = [triangle('100ms'), triangle('2s')]
  // Detected in 200 to 300 ms, long before 3 s without hellos; then a router's 100 ms.
  expect(forward(ask(fast, linkSilent(fast.direct)))).toEqual([200, 400])
  // r1's hellos without r3 come to r3 when r1 has detected that, and so may BFD's own word.
  expect(ask(fast, linkSilent(fast.direct, { direction: 'fromNear' })).silent.join()).toMatch(SHARED)
  // 6 s, and OSPF gives up after 3 s.
  expect(ask(slow, linkSilent(slow.direct)).silent.join()).toMatch(SHARED)
  expect(ask(slow, linkCut(slow.direct)).silent).toEqual([])
})
