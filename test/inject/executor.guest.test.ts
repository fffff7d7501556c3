import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './executor.inside.ts'

test('files, daemons in their namespace and as another user, and refusals that name the operation', async () => {
  using guest = await inside<typeof entry>(new URL('executor.inside.ts', import.meta.url))
  const { refused, ended, log, upAfterRefusal, ofFrr } = guest.result
  expect(log).toMatch(/^from the file\n/)
  expect(log).toContain('port@')
  expect(ended.sort()).toEqual(['absent on a: spawn no-such-daemon ENOENT', 'short on a: exit 3'])
  expect(refused).toEqual([
    expect.stringContaining('address a:port: EEXIST'),
    expect.stringContaining('no interface a:nowhere'),
    expect.stringContaining('netem wire:c0a: EEXIST (Exclusivity flag on, cannot modify)'),
    expect.stringContaining('vlan-add a:port: EOPNOTSUPP'),
    expect.stringContaining('ENOENT'),
    expect.stringContaining('there is no user no-such-user, as which b runs a program'),
  ])
  // Up as its user, up again after a power loss, and what lay in its folder is gone.
  expect(ofFrr).toEqual([true, true, false])
  expect(upAfterRefusal).toBe(false)
})
