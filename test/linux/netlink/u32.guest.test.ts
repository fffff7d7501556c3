import { expect, test } from 'vitest'
import { inside } from '../../guest/inside.ts'
import type * as entry from './u32.inside.ts'

test.each([
  { drops: 'gact', kernel: 'virtual' },
  { drops: 'dark', kernel: 'virtual' },
  { drops: 'dark', kernel: 'host' },
] as const)('u32 redirects and drops ($drops) every frame where matchall is missing, on $kernel', async (how) => {
  const { drops, kernel } = how
  using guest = await inside<typeof entry>(new URL('u32.inside.ts', import.meta.url), drops, { kernel })
  const { dropped, redirected, received } = guest.result
  expect(dropped).toMatchObject([
    { pref: 1, classifier: 'u32', action: 'drop' },
    { pref: 49_152, classifier: 'u32', action: 'redirect', toIndex: 10_001, stats: { packets: 0 } },
  ])
  expect(dropped[0]?.stats.packets).toBeGreaterThan(0)
  expect(redirected).toMatchObject([{ pref: 49_152, classifier: 'u32', action: 'redirect', toIndex: 10_001 }])
  expect(redirected[0]?.stats.packets).toBeGreaterThan(0)
  expect(received[0]).toBe(0)
  expect(received[1]).toBeGreaterThan(0)
})
