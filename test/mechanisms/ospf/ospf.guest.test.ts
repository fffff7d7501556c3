import { expect, test } from 'vitest'
import { inside } from '../../guest/inside.ts'
import type * as areas from './areas.inside.ts'
import type * as entry from './ospf.inside.ts'

test('OSPF settles, its routes move at once after a cut and by the dead interval after a silence, and all of them return', async () => {
  using guest = await inside<typeof entry>(new URL('ospf.inside.ts', import.meta.url))
  const { seen, cutNs, litNs, silentNs } = guest.result
  const routes = seen.flatMap((one) => (one.ev === 'state' && one.watch === 'route' ? [one] : []))
  const moved = (node: string, name: string, sinceNs: number): number =>
    (routes.find((one) => one.node === node && one.name === name && one.t >= sinceNs)?.t ?? Infinity) - sinceNs
  for (const [node, name] of [
    ['r1', '10.0.3.0/24'],
    ['r3', '10.0.1.0/24'],
  ] as const) {
    // Theory's 30 ms.
    expect(moved(node, name, cutNs)).toBeLessThan(30e6)
    // A hello each second, and four seconds without one.
    expect(moved(node, name, silentNs)).toBeGreaterThan(3e9)
    expect(moved(node, name, silentNs)).toBeLessThan(4.03e9)
  }
  // What ospfd has logged of a neighbour: it knows a cut by its carrier, and a silence by the dead interval.
  const neighbours = seen.flatMap((one) => (one.ev === 'state' && one.watch === 'ospfNeighbour' ? [one] : []))
  // ospfd has found zebra's socket at once: without waiting for that it tries again after 10 s, and sends nothing until then.
  expect(neighbours[0]?.t).toBeLessThan(9e9)
  const down = (sinceNs: number): number =>
    (neighbours.find((one) => one.node === 'r1' && one.name === 'r2' && one.to === 'Down' && one.t >= sinceNs)?.t ??
      Infinity) - sinceNs
  expect(down(cutNs)).toBeLessThan(30e6)
  expect(down(silentNs)).toBeGreaterThan(3e9)
  expect(down(silentNs)).toBeLessThan(4.03e9)
  // Each router that hears of it calculates before the kernel has the route: once for each end that announces the loss.
  const runs = seen.flatMap((one) => (one.ev === 'state' && one.watch === 'ospfSpf' && one.node === 'r1' ? [one] : []))
  const first = runs.find((one) => one.t >= cutNs)
  expect((first?.t ?? Infinity) - cutNs).toBeLessThan(moved('r1', '10.0.3.0/24', cutNs) + 1)
  expect(runs.filter((one) => one.t >= cutNs && one.t < litNs).length).toBeGreaterThanOrEqual(2)
  // Each is counted once: another one waits for the hold time of 50 ms, less what the first took; its line a second time would come at once.
  const gaps = runs.slice(1).map(({ t }, index) => t - (runs[index]?.t ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThan(30e6)
  // Both ends announce the network of the link that is cut: the second calculation waits for the hold time of 50 ms.
  expect(moved('r4', '10.1.12.0/24', cutNs)).toBeLessThan(80e6)
  // Both ways of equal cost are back: with nexthop objects the kernel would have lost one of them for good.
  const [back] = routes.filter((one) => one.node === 'r1' && one.name === '10.1.34.0/24' && one.t >= litNs)
  expect(back?.to).toBe('10.1.12.2,10.1.41.1')
})

test('several areas, and a LAN that elects a designated router: the kernel has the routes that theory finds', async () => {
  using guest = await inside<typeof areas>(new URL('areas.inside.ts', import.meta.url))
  const { routes, settledNs } = guest.result
  // Six networks at five routers, which have eleven of their own.
  expect(routes).toBe(19)
  expect(settledNs).toBeLessThan(40e9)
})
