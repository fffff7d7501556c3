import { expect, test } from 'vitest'
import { summarySchema } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

// One boot: 5 s.
test('a leg that a hash leaves unused is not proven, which is not the same as not redundant', async () => {
  using scratch = new Scratch()
  await backhoe(['run', 'test/fixtures/labs/unused-leg.lab.ts', '--trial', '0', '--seed', '3', '--out', scratch.path])
  const summary = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  expect(summary.experiments[0]?.trials[0]?.gate.because).toMatch(
    /^was not proven to be redundant before the fault: .* carried \d+ packets in 2 s: no probe ever used that leg$/,
  )
})
