import { expect, test } from 'vitest'
import { compose } from '../../../src/compose/index.ts'
import { told } from '../../told.ts'

test('every problem of a tracked route at once', async () => {
  const body = (): unknown => {
    const net = compose('tracked')
    const [a, b, c, d] = (['a', 'b', 'c', 'd'] as const).map((name) => net.node(name, { role: 'router' }))
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four routers')
    net.link(a.port('b', { addresses: ['10.0.1.1/24'] }), b.port('a', { addresses: ['10.0.1.2/24'] }))
    net.link(b.port('c', { addresses: ['10.0.2.1/24'] }), c.port('b', { addresses: ['10.0.2.2/24'] }))
    net.link(c.port('d', { addresses: ['10.0.3.1/24'] }), d.port('c', { addresses: ['10.0.3.2/24'] }))
    // What is no such route.
    a.route('10.9.1.0/24', ['10.0.1.2', '10.0.1.3'], { bfd: true })
    a.route('10.9.2.0/24', 'blackhole', { bfd: true })
    a.route('10.9.3.0/24', '10.0.1.2', { bfd: true, device: 'b' })
    a.route('10.9.4.0/24', '10.0.1.2', { bfd: true, table: 7 })
    a.route('10.9.5.0/24', '10.0.1.2', { bfd: '100ms' as never })
    // The gateway is nobody's, its own, or has no session back.
    a.bfd().route('10.9.6.0/24', '10.0.1.77', { bfd: true })
    a.route('10.9.7.0/24', '10.0.1.1', { bfd: true })
    a.route('10.9.8.0/24', '10.0.1.2', { bfd: true })
    a.route('10.9.8.0/24', '10.0.1.3', { bfd: true, metric: 7 })
    // Without bfd; beside FRR; a neighbour elsewhere, and no address.
    b.route('10.9.9.0/24', '10.0.2.2', { bfd: true })
    c.bfd({ neighbours: ['10.0.1.1'] }).ospf({ interfaces: { b: {} } })
    c.route('10.9.10.0/24', '10.0.2.1', { bfd: true })
    d.bfd({ neighbours: ['c', '10.0.3.1/24'] })
    return net.build()
  }
  await expect(told(body)).toMatchFileSnapshot('../../golden/errors/bird.txt')
})
