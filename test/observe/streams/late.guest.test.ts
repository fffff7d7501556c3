import { expect, test } from 'vitest'
import { inside } from '../../guest/inside.ts'
import type * as entry from './late.inside.ts'

// Departures are handed to the kernel in windows: that one left late must be seen all the same, or a gap would pass for an outage
// of the network. One boot, two seconds of the lab.
test('packets that leave late are named as late, none is lost or sent twice, and later ones leave when they should', async () => {
  using guest = await inside<typeof entry>(new URL('late.inside.ts', import.meta.url))
  const { busy, records } = guest.result
  const [fromNs, toNs] = busy
  // The program's system calls alone take so long.
  expect(toNs - fromNs).toBeGreaterThan(200e6)
  expect(records).toHaveLength(4)
  for (const { firstNs, stepNs, sent, late, lost, duplicated } of records) {
    expect({ lost, duplicated }).toEqual({ lost: [], duplicated: [] })
    const dueNs = (sequence: number): number => firstNs + sequence * stepNs
    expect(sent).toBeGreaterThan((2e9 + toNs - fromNs) / stepNs - 10)
    // The first of them was due soon after the program had the CPU, and waited for nearly all of the 200 ms.
    expect(Math.max(...late.map(([, lateNs]) => lateNs))).toBeGreaterThan(200e6 - 2 * stepNs)
    for (const [sequence, lateNs] of late) {
      expect(dueNs(sequence)).toBeGreaterThan(fromNs)
      // What is handed over already, 100 ms of it, stays behind; then all that is due leaves at once.
      expect(dueNs(sequence)).toBeLessThan(toNs + 110e6)
      expect(dueNs(sequence) + lateNs).toBeLessThan(toNs + 150e6)
    }
  }
})
