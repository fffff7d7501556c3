import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './capabilities.inside.ts'

test('our kernel has every capability but, where not installed, the binaries', async () => {
  using guest = await inside<typeof entry>(new URL('capabilities.inside.ts', import.meta.url))
  const missing = Object.entries(guest.result).filter(([, { ok }]) => !ok)
  expect(missing.filter(([name]) => !['keepalived', 'openvswitch', 'mstpd', 'frr', 'tcpdump'].includes(name))).toEqual(
    [],
  )
})
