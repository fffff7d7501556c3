import { expect, test } from 'vitest'
import { summarySchema } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { needsContainerlab } from '../containerlab.ts'
import { Scratch } from '../run/scratch.ts'
import { expectInside } from './windows.ts'

const LABS = [
  ['gateway-pair', 'LAN cable'],
  ...(process.env['PROVE'] === '1' ? [['dual-homed-lag', 'towards the switch'] as const] : []),
] as const

// Each command and each process takes its real time there, and every second of the lab is a second of the test.
// A busy machine may lose packets before the fault, and the gate says so: then another trial is asked.
test.for(LABS)(
  '%s in real time, on Debian’s kernel: a trial lies in its window',
  { retry: 2 },
  async ([lab, one], context) => {
    needsContainerlab(context)
    using scratch = new Scratch()
    const what = [lab, '--only', one, '--trial', '0', '--seed', '11', '--out', scratch.path]
    const { code, stderr } = await backhoe(['run', ...what, '--runtime', 'containerlab', '--kernel', 'uml'])
    expect([0, 2], stderr).toContain(code)
    expectInside(summarySchema.parse(JSON.parse(scratch.latest('summary.json'))), 1)
  },
)
