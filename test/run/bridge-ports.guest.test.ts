import { expect, test } from 'vitest'
import { summarySchema } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

// Two guests, some 80 s of virtual time each: 3 s.
test('the announcement of a takeover does not leave by a port that suppresses neighbour questions', async () => {
  using scratch = new Scratch()
  const { stderr } = await backhoe(['run', 'test/fixtures/labs/neigh-suppress.lab.ts', '--out', scratch.path])
  const { experiments } = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  const trials = experiments[0]?.trials ?? expect.unreachable(stderr)
  expect(trials.map(({ gate, doubts }) => [gate.passed, doubts])).toEqual([
    [true, []],
    [true, []],
  ])
  for (const { flows } of trials)
    for (const { outageMs } of flows) {
      // The other server has the address within 3.61 s (3A + skew, RFC 9568 6.1). The client's entry is younger than 12 s at the fault, is not
      // asked for before it is 20 s old, and fails 3 s later; it is asked for by broadcast within 58.5 s at HZ=100 (docs/theory.md).
      expect(outageMs).toBeGreaterThan(8000)
      expect(outageMs).toBeLessThan(58_600)
    }
})
