import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'

test('our kernel has every capability but, where not installed, the binaries', async () => {
  using guest = await inside<typeof import('./capabilities.inside.ts')>(
    new URL('capabilities.inside.ts', import.meta.url),
  )
  const missing = Object.entries(guest.result).filter(([, { ok }]) => !ok)
  expect(missing.filter(([name]) => name !== 'keepalived' && name !== 'tcpdump')).toEqual([])
})
