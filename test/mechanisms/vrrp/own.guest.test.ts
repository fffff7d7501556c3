import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { summarySchema } from '../../../src/report/schema.ts'
import { backhoe } from '../../cli/backhoe.ts'
import { Scratch } from '../../run/scratch.ts'

// Four trials find each virtual router settled, know the phase of its timer, and lie in the window that theory has from the file (its
// numbers: own.test.ts). Some seven seconds for each.
test.each([
  ['classic', 'advertisements that r2 receives on lan'],
  ['fast', 'advertisements that r2 receives on lan'],
  ['included', "r1's questions to 10.0.2.20"],
  ['unicast', 'advertisements that r2 receives on lan'],
  ['tracked', 'advertisements that r2 receives on mgmt'],
])('%s: trials of a keepalived.conf of the user’s own lie in its window', async (name, timer) => {
  using scratch = new Scratch()
  const file = `test/mechanisms/vrrp/labs/own-${name}.lab.ts`
  const seed = String(randomInt(1, 2 ** 31))
  const { stderr } = await backhoe([
    'run',
    file,
    '--trials',
    '4',
    '--seed',
    seed,
    '--kernel',
    'virtual',
    '--out',
    scratch.path,
  ])
  const { experiments } = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  const [experiment] = experiments
  expect(
    experiment?.trials.map(({ gate, doubts }) => [gate.passed, doubts]),
    stderr,
  ).toEqual(Array(4).fill([true, []]))
  expect(experiment?.outside, `seed ${seed}`).toEqual([])
  expect(experiment?.windows).toHaveLength(2)
  expect(experiment?.phases[0]?.timer).toBe(timer)
  expect(scratch.latest('journal.ndjson')).toMatch(/"watch":"vrrp".*"to":"MASTER"/)
})
