import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './ring.inside.ts'

// Upstream's set_ptes maps other pages than it should where several are mapped at once, and after a fork the kernel takes the ring's
// memory for free (kernel/7.3/vt.patch). Node 22 has rings of its own, and its children died of it. One boot, two seconds.
test('a chain of an io_uring is worked through in order, also after the process has forked', async () => {
  using guest = await inside<typeof entry>(new URL('ring.inside.ts', import.meta.url))
  const { turns = [], complaints } = guest.result ?? {}
  expect(complaints).toEqual([])
  expect(turns.map(({ ended }) => ended)).toEqual([[7], [7], [7]])
  for (const { expired } of turns) {
    // The timer has gone on between two turns; within one no tick is missed and none is taken twice.
    expect(expired[0]).toBeGreaterThan(0)
    expect(expired.slice(1)).toEqual(Array(255).fill(1))
  }
})
