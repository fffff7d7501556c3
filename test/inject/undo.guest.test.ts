import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './undo.inside.ts'

test('what is gone already is taken back, what the kernel refuses for another reason is said, and the rest is done', async () => {
  using guest = await inside<typeof entry>(new URL('undo.inside.ts', import.meta.url))
  const { gone, failed, after } = guest.result
  expect(gone).toEqual([])
  expect(failed).toEqual([
    expect.stringMatching(/^undo-failed: cannot take back what a trial did, vlan-add ns=a name=eth0 .*: EOPNOTSUPP/),
    expect.stringMatching(
      /^undo-failed: cannot take back what a trial did, mtu ns=a name=eth0 mtu=1000000000: .*: EINVAL/,
    ),
  ])
  // It is gone by then.
  expect(after).toBe('')
})
