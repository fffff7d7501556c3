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
  // What bfdd has logged: the interval alone, without BGP's reaction; and then bgpd, which it tells at once.
  const down = (watch: string) =>
    seen
      .flatMap((one) => (one.ev === 'state' && one.watch === watch && one.t >= faultNs.silent ? [one] : []))
      .find(({ node, name, to }) => node === 'r1' && name === 'r2' && to === 'Down')
  const [bfdNs, bgpNs] = [down('bfdSession'), down('bgpSession')].map((one) => (one?.t ?? Infinity) - faultNs.silent)
  expect(down('bfdSession')?.detail).toBe('control-expired')
  expect(bfdNs).toBeGreaterThan(200e6)
  expect(bfdNs).toBeLessThan(301e6)
  expect((bgpNs ?? Infinity) - (bfdNs ?? 0)).toBeLessThan(5e6)
  expect(down('bgpSession')?.detail).toBe('BGP Notification send')
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
