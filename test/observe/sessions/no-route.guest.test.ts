import { expect, test } from 'vitest'
import { inside } from '../../guest/inside.ts'
import type * as entry from './no-route.inside.ts'

// Waiting for the connection it sleeps but for the last 3 ms before an instant; woken by an error that stays, it never does, and each second of
// the lab costs the processor three.
test('a client that dials where no router has a route sleeps until the kernel tries again', async () => {
  using guest = await inside<typeof entry>(new URL('no-route.inside.ts', import.meta.url))
  expect(guest.result).toBeLessThan(0.1)
})
