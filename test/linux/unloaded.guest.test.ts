import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './unloaded.inside.ts'

test('a user namespace does not keep the kernel from loading what one asks for: so nobody may ask', async () => {
  using guest = await inside<typeof entry>(new URL('unloaded.inside.ts', import.meta.url), null, { kernel: 'uml' })
  expect(guest.result).toContain('rtnl-link-backhoe')
  expect(guest.result).toMatch(/sch[_-]sfb/)
})
