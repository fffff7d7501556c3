import { expect, test } from 'vitest'
import { backhoe } from '../cli/backhoe.ts'
import { inside } from '../guest/inside.ts'
import { mediaMounts, processesWith } from '../kernel/leftovers.ts'
import { Scratch } from '../run/scratch.ts'
import { summarySchema } from '../../src/report/schema.ts'
import ring from './labs/ring.lab.ts'
import type * as entry from './ring.inside.ts'

test('a broadcast in a loop that takes no time stops the clock of virtual time, and the launcher says so', async () => {
  const { topology } = ring
  const run = inside<typeof entry>(new URL('ring.inside.ts', import.meta.url), topology, { timeoutMs: 15_000 })
  await expect(run).rejects.toThrow('frames go round in a loop that takes no time')
})

// Of the machine it takes a minute: the run's own limit of silence.
if (process.env['PROVE'] === '1') {
  test('a run of such a loop is undecided for that reason, and leaves nothing behind', async () => {
    using scratch = new Scratch()
    const args = ['run', 'test/proof/labs/ring.lab.ts', '--kernel', 'virtual', '--seed', '1', '--out', scratch.path]
    const { code } = await backhoe(args)
    expect(code).toBe(2)
    const { experiments } = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
    const [doubt] = experiments[0]?.trials[0]?.doubts ?? []
    expect(doubt?.text).toContain('time-stands-still')
    expect(processesWith(scratch.path)).toEqual([])
    expect(mediaMounts()).toEqual([])
  })
}
