import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inside } from './inside.ts'
import type * as entry from './inside.inside.ts'

test('a file runs in a booted guest and its result comes back', async () => {
  using guest = await inside<typeof entry>(new URL('inside.inside.ts', import.meta.url), {
    word: 'hello',
  })
  expect(guest.result).toMatchObject({ word: 'hello', loopback: true })
  expect(readFileSync(join(guest.out, 'journal.ndjson'), 'utf8')).toBe('{}\n')
})
