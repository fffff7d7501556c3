import { expect, test } from 'vitest'
import { compose } from '../../../src/compose/index.ts'
import { told } from '../../told.ts'

test('every problem of bfd at once', async () => {
  const body = (): unknown => {
    const net = compose('bfd')
    const [a, b, c] = (['a', 'b', 'c'] as const).map((name) => net.node(name, { role: 'router' }))
    if (a === undefined || b === undefined || c === undefined) throw new Error('three routers')
    net.link(a.port('b', { addresses: ['10.0.1.1/24'] }), b.port('a', { addresses: ['10.0.1.2/24'] }))
    net.link(b.port('c', { addresses: ['10.0.2.1/24'] }), c.port('b', { addresses: ['10.0.2.2/24'] }))
    a.bgp({ as: 65001, neighbours: { '10.0.1.2': { as: 65002 } } })
    b.bgp({ as: 65002, neighbours: { '10.0.1.1': { as: 65001 } } })
    a.bfd({ interval: '2500us', multiplier: 1, echo: '9500us', ...{ mode: 'demand' } })
    c.bfd({ interval: '50500us' })
    const [e, f] = [net.node('e', { role: 'router' }), net.node('f', { role: 'router' })]
    net.link(e.port('f', { addresses: ['10.0.5.1/24'] }), f.port('e', { addresses: ['10.0.5.2/24'] }))
    e.bgp({ as: 65005, neighbours: { '10.0.5.2': { as: 65006 } } }).bfd({ echo: '50ms' })
    f.bgp({ as: 65006, neighbours: { '10.0.5.1': { as: 65005 } } }).bfd()
    const [g, h] = [net.node('g', { role: 'router' }), net.node('h', { role: 'router' })]
    net.link(g.port('h', { addresses: ['10.0.7.1/24'] }), h.port('g', { addresses: ['10.0.7.2/24'] }))
    g.bfd({ neighbours: ['10.0.7.2'], echo: '50ms' })
    h.bfd({ neighbours: ['10.0.7.1'] })
    const own = 'router bgp 65003\n neighbor 10.0.2.1 remote-as 65002\n'
    net.node('d', { role: 'router', files: { 'frr.conf': own } }).bfd()
    return net.build()
  }
  await expect(told(body)).toMatchFileSnapshot('../../golden/errors/bfd.txt')
})
