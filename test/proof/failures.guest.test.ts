import { expect, test } from 'vitest'
import { summarySchema } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from '../run/scratch.ts'

const PROVE = process.env['PROVE'] === '1'
/** One feed, which takes a switch of each layer and a gateway with it. All failures in `make prove`. */
const WHICH = PROVE ? ['--trials', '3'] : ['--only', 'feed-a', '--trial', '0']

// A window is what forward_delay, max_age, miimon and the advertisement interval allow (src/theory/): an outage outside it
// is shouted by the report, and may leave it by its stated error only. Where theory is silent there is no window to leave.
test.each(['campus-failures', 'campus-mlag-failures'])(
  '%s: every one lies in its window, and is proved and healed',
  async (lab) => {
    using scratch = new Scratch()
    const args = [`labs/${lab}.lab.ts`, '--kernel', 'virtual', '--seed', '5', ...WHICH]
    const { code, stderr } = await backhoe(['run', ...args, '--out', scratch.path])
    expect([0, 1, 2], stderr).toContain(code)
    const { experiments } = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
    expect(experiments.length).toBeGreaterThanOrEqual(PROVE ? 20 : 1)
    for (const { name, outside, trials } of experiments) {
      expect(outside, name).toEqual([])
      for (const { gate, doubts, fault, flows } of trials) {
        expect({ name, gate: gate.passed, doubts }).toEqual({ name, gate: true, doubts: [] })
        const twice = flows.filter(({ duplicated }) => duplicated > 0)
        expect(twice, name).toEqual([])
        expect(fault.proof, name).toMatchObject({ live: true, removed: true })
      }
    }
  },
)
