import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { Summary } from '../../src/report/schema.ts'
import { allowedCpus } from '../../src/run/cpus.ts'
import { backhoe } from '../cli/backhoe.ts'
import { needsContainerlab } from '../containerlab.ts'
import { Scratch } from '../run/scratch.ts'
import { expectInside, verdictsOf } from './windows.ts'

beforeEach((context) => {
  needsContainerlab(context)
})

const PROVE = process.env['PROVE'] === '1'
/** A trial on containers costs the processor 10 s; windows are reached from end to end on namespaces (proof/windows.guest.test.ts). */
const TRIALS = PROVE ? 10 : 1
/** Which of them run: all, or another one each time. */
const WHICH = ['--trials', '10', ...(PROVE ? [] : ['--trial', String(randomInt(10))])]

/** Routers on containers. FRR's windows are reached on namespaces: each time another one shows that a container runs it as a namespace does. */
const ROUTED = [
  ['router-pair', 'a cable of r1 is cut'],
  ['leaf-spine', 'leaf 1 and spine 1 is cut'],
  ['routed-campus', 'an uplink of the active gateway'],
  ['dual-uplink-bgp', 'provider A is silent'],
] as const

/** Of each lab one experiment, which has a window; all of them in `make prove`. */
const LABS = [
  ['gateway-pair', 'LAN cable'],
  ['dual-homed-lag', 'towards the switch'],
  ...(PROVE ? ROUTED : [ROUTED[randomInt(ROUTED.length)] ?? ROUTED[0]]),
] as const

async function run(runtime: string, lab: string, ...args: readonly string[]): Promise<Summary> {
  using scratch = new Scratch()
  const where = ['--runtime', runtime, '--kernel', 'virtual', '--seed', '11']
  return scratch.summary(await backhoe(['run', lab, ...where, ...args, '--out', scratch.path]))
}

test.each(LABS)('%s: inside its window on containers, and judged as on namespaces', async (lab, one) => {
  const args = [...(PROVE ? [] : ['--only', one]), ...WHICH]
  const containers = await run('containerlab', lab, ...args)
  expectInside(containers, TRIALS)
  expect(verdictsOf(containers)).toEqual(verdictsOf(await run('netns', lab, ...args)))
})

// Addresses by `exec`, keepalived by bound files, and states by a FIFO that the user's file does not name; or FRR by bound files, addresses
// too, and states by a log of its own.
test.each([
  ['containerlab-gateways', [1304.687, 1804.687], 'advertisements that r2 receives on eth1'],
  ['test/clab/labs/routers.lab.ts', [3000, 4030], 'OSPF packets that r1:eth1 receives'],
])(
  '%s: a containerlab file of somebody’s own has trials inside the window of its configuration',
  async (lab, window, timer) => {
    const one = PROVE ? [] : ['--trial', String(randomInt(50))]
    const summary = await run('containerlab', lab, '--trials', '50', ...one)
    expectInside(summary, PROVE ? 50 : 1)
    expect(summary.experiments[0]?.windows.map(({ lowMs, highMs }) => [lowMs, highMs])).toEqual([window, window])
    expect(summary.experiments[0]?.phases[0]?.timer).toBe(timer)
  },
)

const REPEATED = PROVE
  ? LABS.map(([lab]) => [lab, '--trials', String(TRIALS)])
  : [['dual-homed-lag', '--only', 'is cut', '--trial', '1']]

test.each(REPEATED)(
  '%s: one seed gives the same bytes each time, also beside a busy loop on its only core',
  async (...what) => {
    const core = ['taskset', '-c', String(allowedCpus()[0])]
    const bytes = async (under: readonly string[]): Promise<string> => {
      using scratch = new Scratch()
      const args = ['--runtime', 'containerlab', '--kernel', 'virtual', '--seed', '11', '--out', scratch.path]
      const { code, stderr } = await backhoe(['run', ...what, ...args], { under })
      expect([0, 1, 2], stderr).toContain(code)
      // Our name of a node that containerlab calls host1, once in a run.
      expect(stderr.match(/^deploy: host container created$/gm)).toHaveLength(1)
      return scratch.latest('summary.json').replace(/^ {2}"wallMs": .*\n/m, '') + scratch.latest('journal.ndjson')
    }
    const quiet = await bytes([])
    const loop = spawn('taskset', ['-c', core[2] ?? '0', process.execPath, '-e', 'for (;;);'], { stdio: 'ignore' })
    try {
      expect(await bytes(core)).toBe(quiet)
    } finally {
      loop.kill('SIGKILL')
    }
  },
)
