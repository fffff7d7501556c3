import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as probes from './streams/probes.inside.ts'
import type * as watcher from './watcher.inside.ts'

// On a machine with a load of 26 a sender has slept through the loss: then it is asked again.
test('in real time a planted loss is found, and nothing else is lost', { retry: 2 }, async () => {
  using guest = await inside<typeof probes>(
    new URL('streams/probes.inside.ts', import.meta.url),
    { brief: true },
    { kernel: 'uml' },
  )
  for (const { direction, lost, stepNs, sent } of guest.result.records) {
    expect(lost, direction).toHaveLength(1)
    const [first, last] = lost[0] ?? [0, 0]
    // 200 ms, and what a busy machine adds to when it begins and ends: up to 60 ms were seen on an idle one.
    expect(Math.abs((last - first + 1) * stepNs - 200e6)).toBeLessThan(150e6)
    expect(sent * stepNs).toBeGreaterThan(2e9)
  }
})

test('in real time the active member of a bond is seen to move', async () => {
  using guest = await inside<typeof watcher>(
    new URL('watcher.inside.ts', import.meta.url),
    { topic: 'bond' },
    { kernel: 'uml' },
  )
  const { seen, brokenNs } = guest.result
  const moves = seen.flatMap((one) =>
    one.ev === 'state' && one.watch === 'bondActive' && one.t > (brokenNs['first'] ?? 0) ? [one.to] : [],
  )
  expect(moves).toEqual(['eth1', 'none'])
})
