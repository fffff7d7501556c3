import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './executor.inside.ts'

test('files, daemons in their namespace, and refusals that name the operation', async () => {
  using guest = await inside<typeof entry>(new URL('executor.inside.ts', import.meta.url))
  const { refused, ended, log, upAfterRefusal } = guest.result
  expect(log).toMatch(/^from the file\n/)
  expect(log).toContain('port@')
  expect(ended.sort()).toEqual(['absent on a: spawn no-such-daemon ENOENT', 'short on a: exit 3'])
  expect(refused).toEqual([
    expect.stringContaining('address a:port: EEXIST'),
    expect.stringContaining('no interface a:nowhere'),
    expect.stringContaining('netem wire:c0a: EEXIST (Exclusivity flag on, cannot modify)'),
    expect.stringContaining('vlan-add a:port: EOPNOTSUPP'),
    expect.stringContaining('ENOENT'),
  ])
  expect(upAfterRefusal).toBe(false)
})
