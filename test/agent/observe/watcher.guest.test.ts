import { expect, test } from 'vitest'
import { inside } from '../../guest/inside.ts'
import type * as entry from './watcher.inside.ts'
import type { Seen } from './stand.ts'
import type { Topic, Watched } from './watcher.inside.ts'

async function watch(topic: Topic): Promise<Watched> {
  using guest = await inside<typeof entry>(new URL('watcher.inside.ts', import.meta.url), {
    topic,
  })
  return guest.result
}

const changes = (
  seen: readonly Seen[],
  node: string,
  name: string,
  watch: string,
  sinceNs = 0,
): { t: number; to: string }[] =>
  seen.flatMap((one) =>
    one.ev === 'state' &&
    one.node === node &&
    one.name === name &&
    one.watch === watch &&
    one.t >= sinceNs &&
    one.from !== one.to
      ? [{ t: one.t, to: one.to }]
      : [],
  )

const gaps = (instants: readonly number[]): number[] =>
  instants.slice(1).map((at, index) => at - (instants[index] ?? 0))

test('VRRP: advertisements are heard, transitions seen, and a shut port darkens its neighbour', async () => {
  const { seen, helloNs, brokenNs, evidence } = await watch('vrrp')
  // keepalived's own timer: a second, and a few system calls of 5 us.
  for (const gapNs of gaps(helloNs)) expect(Math.abs(gapNs - 1e9)).toBeLessThan(5e6)

  const cutNs = brokenNs['cut'] ?? 0
  expect(changes(seen, 'r1', 'lan', 'carrier', cutNs)[0]?.to).toBe('down')
  expect(changes(seen, 'r1', 'LAN', 'vrrp', cutNs).map(({ to }) => to)).toEqual(['FAULT', 'BACKUP', 'MASTER'])
  const [toMaster] = changes(seen, 'r2', 'LAN', 'vrrp', cutNs)
  expect(toMaster?.to).toBe('MASTER')
  // RFC 9568 6.1: 3A + skew less at most one A, A = 1 s, skew = 156/256 s.
  expect((toMaster?.t ?? 0) - cutNs).toBeGreaterThan(2.609e9)
  expect((toMaster?.t ?? 0) - cutNs).toBeLessThan(3.62e9)

  expect(evidence).toEqual([
    'state-not-reached: waited 0 ns for r1 LAN MASTER; seen: r1 LAN FAULT',
    'r1 LAN MASTER, r2 LAN BACKUP',
    'true',
  ])
  const shutNs = brokenNs['shut'] ?? 0
  const [dark] = changes(seen, 'sw2', 'eth2', 'carrier', shutNs)
  expect(dark?.to).toBe('down')
  // Two system calls of the panel, and linkwatch at once: the ends' indexes differ.
  expect((dark?.t ?? Infinity) - shutNs).toBeLessThan(20e6)
})

test('active-backup: the active member moves, and then there is none', async () => {
  const { seen, brokenNs, helloNs, evidence } = await watch('bond')
  expect(evidence).toEqual(['eth0'])
  expect(helloNs[0]).toBeGreaterThan(0)
  const [moved, none] = changes(seen, 'host', 'bond0', 'bondActive', brokenNs['first'])
  expect(moved?.to).toBe('eth1')
  // miimon 100 ms and a jiffy.
  expect((moved?.t ?? Infinity) - (brokenNs['first'] ?? 0)).toBeLessThan(115e6)
  expect(none?.to).toBe('none')
  expect((none?.t ?? Infinity) - (brokenNs['both'] ?? 0)).toBeLessThan(115e6)
})

test('LACP: PDUs are heard, and every state of a silenced port is seen, those that nobody announces too', async () => {
  const { seen, brokenNs, helloNs, evidence } = await watch('lacp')
  // Fast: a second, in work items of 100 ms that are late by up to a jiffy each.
  for (const gapNs of gaps(helloNs)) expect(Math.abs(gapNs - 1.05e9)).toBeLessThan(0.1e9)

  const silentNs = brokenNs['silent'] ?? 0
  const [stopped] = changes(seen, 'host', 'eth0', 'lacpPort', silentNs)
  expect(stopped?.to).toBe('stopped')
  // 2T to 3T at T = 1 s, stretched by a tenth, and the poll's 100 ms.
  expect((stopped?.t ?? 0) - silentNs).toBeGreaterThan(2e9)
  expect((stopped?.t ?? 0) - silentNs).toBeLessThan(3.5e9)
  const details = seen.flatMap((one) =>
    one.ev === 'state' && one.node === 'host' && one.name === 'eth0' && one.t > silentNs ? [one.detail] : [],
  )
  // EXPIRED is 0x80, DEFAULTED 0x40 of the actor's port state (802.1AX).
  const actors = details.map((detail) => Number(/actor (\d+)/.exec(detail ?? '')?.[1] ?? 0))
  expect(actors.some((state) => (state & 0x80) !== 0)).toBe(true)
  expect(actors.some((state) => (state & 0x40) !== 0)).toBe(true)

  expect(evidence[0]).toMatch(
    /^state-not-reached: waited 0 ns for 2 distributing ports in host:bond0; seen: eth0 stopped \(actor \d+, partner \d+\), eth1 distributing/,
  )
  expect(evidence[1]).toBe('no-hello: no LACPDU came to host:eth0 within 400 ms')
})
