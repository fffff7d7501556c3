import { expect, test } from 'vitest'
import { renderProblems } from '../../src/cli/output.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './recreate.inside.ts'

test('half of a cable that is gone is made again as it was, and one without a middle is told from a torn one', async () => {
  using guest = await inside<typeof entry>(new URL('recreate.inside.ts', import.meta.url))
  const { damages, made, again, plain } = guest.result
  expect(damages).toEqual(['a:eth1 is not there', null, 'b:eth1 is not there', null])
  expect(made[0]?.map(({ name, index, mtu, adminUp, altNames }) => [name, index, mtu, adminUp, altNames])).toEqual([
    ['m-a', 201, 1400, true, ['own-m-a', 'stitch-a']],
    ['m-b', 202, 1400, true, ['own-m-b', 'stitch-b']],
  ])
  expect(made[2]).toMatchObject([{ name: 'eth1', index: 102, mac: '02:00:00:00:00:02', adminUp: true }])
  expect(again).toEqual(made)
  await expect(renderProblems(plain, { color: false, cwd: '/' })).toMatchFileSnapshot(
    '../golden/errors/containerlab-cable-plain.txt',
  )
})
