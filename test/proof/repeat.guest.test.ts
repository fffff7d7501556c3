import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowedCpus } from '../../src/run/cpus.ts'
import { backhoe } from '../cli/backhoe.ts'
import { onEveryCore } from '../guest/cores.ts'
import { Scratch } from '../run/scratch.ts'
import { size } from './size.ts'

// A loop that wants all of this test's core, and on the others whatever runs beside it: what the machine does must not show in any number.
let loop: ReturnType<typeof spawn>
beforeAll(() => {
  loop = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
})
afterAll(() => {
  loop.kill('SIGKILL')
})

const withoutWall = (summary: string): string => summary.replace(/^ {2}"wallMs": .*\n/m, '')

test.each(size.repeatLabs)('%s: the same bytes each time, beside a busy loop, on one core or on all', async (lab) => {
  using scratch = new Scratch()
  const one = ['taskset', '-c', String(allowedCpus()[0])]
  const summaries: string[] = []
  for (let repeat = 0; repeat < size.repeats; repeat++) {
    const args = ['run', `test/proof/labs/${lab}.lab.ts`, '--kernel', 'virtual', '--seed', '11', '--trials', '3']
    const { stderr } = await backhoe([...args, '--out', scratch.path], {
      under: repeat % 2 === 0 ? onEveryCore() : one,
    })
    expect(stderr).not.toContain('failed')
    summaries.push(withoutWall(scratch.latest('summary.json')))
  }
  expect(summaries[0]).toContain('"status": "completed"')
  expect(new Set(summaries).size).toBe(1)
})
