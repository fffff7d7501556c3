import { expect, test } from 'vitest'
import { inside } from '../../guest/inside.ts'
import type * as bgp from '../bgp/bgp.inside.ts'
import type * as ospf from '../ospf/ospf.inside.ts'

test('BFD takes a silent neighbour from BGP after two to three intervals, and the one that is not heard too', async () => {
  using guest = await inside<typeof bgp>(new URL('../bgp/bgp.inside.ts', import.meta.url), {
    bfd: { interval: '100ms' },
  })
  const { seen, faultNs } = guest.result
  const routes = seen.flatMap((one) => (one.ev === 'state' && one.watch === 'route' ? [one] : []))
  const moved = (node: string, name: string, to: string, sinceNs: number): number =>
    (routes.find((one) => one.node === node && one.name === name && one.to === to && one.t >= sinceNs)?.t ?? Infinity) -
    sinceNs
  for (const kind of ['silent', 'oneWay'] as const) {
    const near = moved('r1', '10.0.3.0/24', '10.1.41.1', faultNs[kind])
    const gone = moved('r2', '10.0.1.0/24', 'none', faultNs[kind])
    // Two to three intervals, and BGP's reaction; the hold time of 3 s has no part in it.
    for (const ns of [near, gone]) {
      expect(ns).toBeGreaterThan(200e6)
      expect(ns).toBeLessThan(400e6)
    }
  }
  expect(moved('r1', '10.0.3.0/24', '10.1.41.1', faultNs.cut)).toBeLessThan(110e6)
})

test('BFD takes a silent neighbour from OSPF as soon', async () => {
  using guest = await inside<typeof ospf>(new URL('../ospf/ospf.inside.ts', import.meta.url), { interval: '100ms' })
  const { seen, silentNs } = guest.result
  const [moved] = seen.filter(
    (one) =>
      one.ev === 'state' &&
      one.watch === 'route' &&
      one.node === 'r1' &&
      one.name === '10.0.3.0/24' &&
      one.t >= silentNs,
  )
  const ns = (moved?.t ?? Infinity) - silentNs
  // Two to three intervals, and theory's 30 ms; the dead interval is 4 s.
  expect(ns).toBeGreaterThan(200e6)
  expect(ns).toBeLessThan(330e6)
})
