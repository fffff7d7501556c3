import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { summarySchema } from '../../../src/report/schema.ts'
import { backhoe } from '../../cli/backhoe.ts'
import { Scratch } from '../../run/scratch.ts'

// Each experiment cuts the leg that another file's bond uses. Two trials of each find the bonds settled, and every flow lies in the window
// that theory has from the files (own.test.ts has its numbers). Some fifteen seconds a lab.
test.each(['netplan', 'ifupdown', 'networkmanager'])(
  'trials of %s files of the user’s own lie in their windows',
  async (name) => {
    using scratch = new Scratch()
    const seed = String(randomInt(1, 2 ** 31))
    const lab = `test/mechanisms/network/labs/own-${name}.lab.ts`
    const args = ['--trials', '2', '--seed', seed, '--kernel', 'virtual', '--out', scratch.path]
    const { stderr } = await backhoe(['run', lab, ...args])
    const { experiments } = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
    expect(experiments).toHaveLength(4)
    for (const { trials, outside, windows } of experiments) {
      expect(
        trials.map(({ gate, doubts }) => [gate.passed, doubts]),
        stderr,
      ).toEqual(Array(2).fill([true, []]))
      expect(outside, `seed ${seed}`).toEqual([])
      // Both directions of each host's flow.
      expect(windows).toHaveLength(8)
    }
  },
)
