// `make bench`: measures what has an aim, and writes docs/benchmarks.md.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { helpMs, runSpeed } from './command.ts'
import type { Speed } from './command.ts'
import { describeMachine, othersShare } from './machine.ts'
import { renderPage } from './page.ts'
import { median } from './row.ts'
import type { Row } from './row.ts'
import { daemonsStarted, probing, secondsUntil } from './start.ts'
import { wiringMs } from './wiring.ts'

const ROOT = join(import.meta.dirname, '..')
const TRIALS = 20
const [GATEWAY_PAIR, DUAL_HOMED_LAG] = ['labs/gateway-pair.lab.ts', 'labs/dual-homed-lag.lab.ts'].map((lab) =>
  join(ROOT, lab),
) as [string, string]

/** Measures one after the other; the first of what is quick only warms the caches. */
async function repeat<Value>(
  count: number,
  measure: () => Value | Promise<Value>,
  warm = true,
): Promise<{ values: Value[]; othersShare: number[] }> {
  if (warm) await measure()
  const values: Value[] = []
  const shares: number[] = []
  for (let left = count; left > 0; left--) {
    shares.push(await othersShare())
    values.push(await measure())
  }
  return { values, othersShare: shares }
}

async function measured(
  row: Omit<Row, 'values' | 'othersShare'>,
  count: number,
  measure: () => number | Promise<number>,
): Promise<Row> {
  process.stderr.write(`${row.what} …\n`)
  return { ...row, ...(await repeat(count, measure)) }
}

async function speed(lab: string, what: string, atLeast: number): Promise<Row> {
  process.stderr.write(`${what} …\n`)
  const { values, othersShare: shares } = await repeat(3, (): Speed => runSpeed(lab, TRIALS), false)
  const [first] = values
  const onCpu = median(values.map(({ perCpuSecond }) => perCpuSecond))
  return {
    ...{ what, unit: 'x', aim: { atLeast }, othersShare: shares },
    values: values.map(({ perWallSecond }) => perWallSecond),
    note: `Laboratory seconds per wall second of the whole command: all experiments and controls, ${String(first?.trials)} trials with ${(first?.labSeconds ?? NaN).toFixed(0)} s of laboratory time, planning and reports included. By the CPU time that it took, two cores of its own would give ${onCpu.toFixed(1)}.`,
  }
}

const rows = [
  await measured({ what: '`backhoe --help`', unit: 'ms', aim: { atMost: 150 } }, 30, helpMs),
  await measured(
    {
      ...{ what: '200 nodes and 400 cables wired', unit: 's', aim: { atMost: 1 } },
      note: 'What a guest that wires them takes longer than one that wires 2 and 4: building, and the kernel’s tidying at power off.',
    },
    5,
    async () => (await wiringMs(200)) / 1000,
  ),
  await measured(
    {
      ...{ what: 'gateway-pair, launch to first probe, `virtual`', unit: 's', aim: { atMost: 0.6 } },
      note: 'Kernel, Node, wiring, both keepalived, 3.4 s of laboratory time until VRRP has settled, and the probes’ thread.',
    },
    10,
    () => secondsUntil(probing, GATEWAY_PAIR, 'virtual'),
  ),
  await measured(
    {
      ...{ what: 'gateway-pair, launch to daemons started, `uml`', unit: 's', aim: { atMost: 3 } },
      note: 'Until both keepalived have said which state they are in, in Debian’s kernel and in real time.',
    },
    5,
    () => secondsUntil(daemonsStarted, GATEWAY_PAIR, 'uml'),
  ),
  await speed(GATEWAY_PAIR, `gateway-pair, ${String(TRIALS)} trials, 2 cores`, 45),
  await speed(DUAL_HOMED_LAG, `dual-homed-lag, 16 streams each way, ${String(TRIALS)} trials, 2 cores`, 15),
]

const page = renderPage(rows, describeMachine())
writeFileSync(join(ROOT, 'docs/benchmarks.md'), page)
process.stdout.write(page)
