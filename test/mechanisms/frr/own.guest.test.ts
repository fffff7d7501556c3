import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { summarySchema } from '../../../src/report/schema.ts'
import { backhoe } from '../../cli/backhoe.ts'
import { Scratch } from '../../run/scratch.ts'

// Two trials of each find the routes there before the fault, and lie in the window that theory has from the files (own.test.ts has its
// numbers). Some ten seconds for each.
test.each(['shown', 'networks', 'fabric', 'backup'])(
  '%s: trials of an frr.conf of the user’s own lie in its window',
  async (name) => {
    using scratch = new Scratch()
    const file = `test/mechanisms/frr/labs/own-${name}.lab.ts`
    const seed = String(randomInt(1, 2 ** 31))
    const { stderr } = await backhoe([
      'run',
      file,
      '--trials',
      '2',
      '--seed',
      seed,
      '--kernel',
      'virtual',
      '--out',
      scratch.path,
    ])
    const [experiment] = summarySchema.parse(JSON.parse(scratch.latest('summary.json'))).experiments
    expect(
      experiment?.trials.map(({ gate, doubts }) => [gate.passed, doubts]),
      stderr,
    ).toEqual(Array(2).fill([true, []]))
    expect(experiment?.outside, `seed ${seed}`).toEqual([])
    expect(experiment?.windows).toHaveLength(2)
    expect(scratch.latest('journal.ndjson')).toMatch(/"watch":"route".*"to":"10\.1\.13\.2"/)
  },
)
