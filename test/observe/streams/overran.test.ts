import { expect, test } from 'vitest'
import { overran } from '../../../src/observe/streams/probes.ts'
import { renderProblems } from '../../../src/cli/output.ts'

test('packets that the probes had no room for are named, and what helps', async () => {
  const text = renderProblems([overran(12)], { color: false, cwd: '/' })
  await expect(text).toMatchFileSnapshot('../../golden/errors/probes-overran.txt')
})
