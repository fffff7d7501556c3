import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './thread.inside.ts'

test.each([
  ['probes', 'Infinity'],
  ['watchers', 'EBADF'],
] as const)('%s that die end the process’s wait at once', async (who, reason) => {
  using guest = await inside<typeof entry>(new URL('thread.inside.ts', import.meta.url), { who })
  expect(guest.result.reason).toContain(reason)
  // The watchers look up once a second at least.
  expect(guest.result.afterNs).toBeLessThan(1.5e9)
})
