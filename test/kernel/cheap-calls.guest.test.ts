import { beforeAll, beforeEach, expect, test } from 'vitest'
import { inside, type Inside } from '../guest/inside.ts'
import type * as entry from './cheap-calls.inside.ts'
import { kernelOf } from './workbench.ts'

const READS = 10_000
/** What a system call takes, and the 256 ns that the kernel's own reading of its clock takes (TIMER_MULTIPLIER). */
const CALL_NS = 5256
const { series, seccomp } = kernelOf('virtual')

let guest: Inside<ReturnType<typeof entry.default>>
// All tests share one guest of 3 s.
beforeAll(async () => {
  guest = await inside<typeof entry>(new URL('cheap-calls.inside.ts', import.meta.url), { reads: READS, page: 20 })
  return () => {
    guest[Symbol.dispose]()
  }
})
beforeEach(({ skip }) => {
  skip(series !== '7.3' || seccomp !== 'on', 'only series 7.3 with seccomp saves calls and faults')
})

test.each(['realtime', 'monotonic', 'gettimeofday'] as const)('%s: one reading in a hundred is a call', (name) => {
  const { instants, elapsedNs } = guest.result.clocks[name]
  // Every reading a call would be 52 ms (V8 makes some too, for itself); no call at all, and a loop that waits for the clock would never end.
  expect(elapsedNs).toBeGreaterThanOrEqual((READS / 101 - 2) * CALL_NS)
  expect(elapsedNs).toBeLessThan((READS / 20) * CALL_NS)
  const steps = instants.slice(1).map((instant, index) => Number(BigInt(instant) - BigInt(instants[index] ?? 0)))
  expect(Math.min(...steps)).toBe(0)
  expect(steps.filter((step) => step > 0).length).toBeGreaterThan(READS / 101 - 2)
})

test('time(2) never goes back, whether the kernel answers or memory does', () => {
  // It is the kernel's coarse clock, which steps once a tick of 10 ms: an exact one would be a second ahead of the next call.
  const { seconds } = guest.result
  expect(seconds.map(({ step }) => step)).toEqual([1])
  expect(seconds[0]?.intoNs).toBeLessThan(10.1e6)
})

test('the first write to new memory brings the rest of its 64 KiB, and nothing else', () => {
  expect(guest.result.present).toEqual(Array.from({ length: 12 }, (_, index) => 20 + index))
})
