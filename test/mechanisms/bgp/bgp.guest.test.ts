import { expect, test } from 'vitest'
import { inside } from '../../guest/inside.ts'
import type * as entry from './bgp.inside.ts'

test('BGP settles, its routes move after a cut and by the hold time after a silence, and all of them return', async () => {
  using guest = await inside<typeof entry>(new URL('bgp.inside.ts', import.meta.url), {})
  const { seen, settledNs, faultNs } = guest.result
  const routes = seen.flatMap((one) => (one.ev === 'state' && one.watch === 'route' ? [one] : []))
  const moved = (node: string, name: string, to: string, sinceNs: number): number =>
    (routes.find((one) => one.node === node && one.name === name && one.to === to && one.t >= sinceNs)?.t ?? Infinity) -
    sinceNs
  // bgpd has found zebra's socket: without waiting for that it tries again after 10 s.
  expect(settledNs).toBeLessThan(9e9)
  const near = (kind: keyof typeof faultNs): number => moved('r1', '10.0.3.0/24', '10.1.41.1', faultNs[kind])
  const gone = (kind: keyof typeof faultNs): number => moved('r2', '10.0.1.0/24', 'none', faultNs[kind])
  const far = (kind: keyof typeof faultNs): number => moved('r3', '10.0.1.0/24', '10.1.34.2', faultNs[kind])
  // Fast external failover: not the hold time. r3 is an update farther.
  expect(near('cut')).toBeLessThan(110e6)
  expect(gone('cut')).toBeLessThan(110e6)
  expect(far('cut')).toBeLessThan(180e6)
  // Three seconds from the last keepalive, of which there is one a second.
  for (const ns of [near('silent'), gone('silent')]) {
    expect(ns).toBeGreaterThan(2e9)
    expect(ns).toBeLessThan(3.1e9)
  }
  expect(far('silent')).toBeGreaterThan(2e9)
  expect(far('silent')).toBeLessThan(3.17e9)
  // r2 receives nothing any more; r1 receives the first keepalive after the fault, and then none.
  expect(gone('oneWay')).toBeGreaterThan(2e9)
  expect(gone('oneWay')).toBeLessThan(3.1e9)
  expect(near('oneWay')).toBeGreaterThan(2.8e9)
  expect(near('oneWay')).toBeLessThan(4.1e9)
  // What bgpd has logged of the session: it loses it by the carrier of its own interface, and by the hold time; the routes come after it.
  const sessions = seen.flatMap((one) => (one.ev === 'state' && one.watch === 'bgpSession' ? [one] : []))
  const down = (node: string, name: string, sinceNs: number) =>
    sessions.find((one) => one.node === node && one.name === name && one.to === 'Down' && one.t >= sinceNs)
  const lost = down('r1', 'r2', faultNs.cut)
  expect(lost?.detail).toBe('Interface down')
  // The tick of linkwatch is 10 ms.
  expect((lost?.t ?? Infinity) - faultNs.cut).toBeLessThan(12e6)
  for (const [node, name] of [
    ['r1', 'r2'],
    ['r2', 'r1'],
  ] as const) {
    const ns = (down(node, name, faultNs.silent)?.t ?? Infinity) - faultNs.silent
    expect(ns).toBeGreaterThan(2e9)
    expect(ns).toBeLessThan(3.001e9)
  }
})
