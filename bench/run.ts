// `make bench`: measures what has an aim, and writes docs/benchmarks.md.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { agentWiredSeconds, ownShareSeconds } from './containers.ts'
import { helpStarts, paceMs, runSpeed, trialSeconds } from './command.ts'
import { eventsOf } from './events.ts'
import { generatedSeconds } from './generate.ts'
import { describeMachine, othersShare } from './machine.ts'
import { renderPage } from './page.ts'
import { median } from '../src/model/quantile.ts'
import type { Row } from './row.ts'
import { mininets, ours, type Lifetime } from './plain.ts'
import { daemonsStarted, probing, secondsUntil } from './start.ts'
import { wiringMs } from './wiring.ts'

const ROOT = join(import.meta.dirname, '..')
const TRIALS = 20
const RUNS = 3
const [GATEWAY_PAIR, DUAL_HOMED_LAG] = ['labs/gateway-pair.lab.ts', 'labs/dual-homed-lag.lab.ts'].map((lab) =>
  join(ROOT, lab),
) as [string, string]
const EIGHT_NODES = join(ROOT, 'labs/redundant-switches-mlag.lab.ts')
const campusOf = (nodes: number): string => join(ROOT, `bench/labs/campus-${String(nodes)}.lab.ts`)

/** What is quick, one after the other; the first only warms the caches. `lab`: whose first trial's events are counted. */
async function measured(
  row: Omit<Row, 'values' | 'othersShare'>,
  count: number,
  measure: () => number | Promise<number>,
  lab?: string,
): Promise<Row> {
  await measure()
  const values: number[] = []
  const shares: number[] = []
  for (let left = count; left > 0; left--) {
    shares.push(await othersShare())
    values.push(await measure())
  }
  return told({ ...row, ...(lab === undefined ? {} : await eventsIn(lab)), values, othersShare: shares })
}

/** The same ring of nodes by us and by mininet, in turns. */
async function lifetimes(nodes: number, upAtMost: number): Promise<Row[]> {
  const REPEATS = 3
  const [our, their]: [Lifetime[], Lifetime[]] = [[], []]
  const shares: number[] = []
  for (let left = REPEATS; left > 0; left--) {
    shares.push(await othersShare())
    our.push(await ours(nodes))
    their.push(mininets(nodes))
  }
  const row = (what: 'up' | 'down', atMost: number, note: string): Row => {
    const of = (all: readonly Lifetime[]): number[] =>
      all.map((one) => (what === 'up' ? one.upSeconds : one.downSeconds))
    const mininet = `mininet ${median(of(their)).toFixed(2)} s`
    return told({
      what: `${String(nodes)} plain nodes ${what}, \`host\` (${mininet})`,
      ...{ unit: 's', aim: { atMost }, values: of(our), othersShare: shares, note },
    })
  }
  return [
    row('up', upAtMost, 'A ring: each node a namespace, each cable with its patch panel; mininet’s are plain veth.'),
    row(
      'down',
      0.5,
      'Until nothing of it runs; the kernel clears namespaces away behind it. mininet deletes links one by one.',
    ),
  ]
}

async function speed(lab: string, row: Pick<Row, 'what' | 'aim' | 'heldUpBy'>): Promise<Row> {
  const values = Array.from({ length: RUNS }, () => runSpeed(lab, TRIALS))
  const [first] = values
  const onCpu = median(values.map(({ perCpuSecond }) => perCpuSecond))
  return told({
    ...row,
    unit: 'x',
    ...(await eventsIn(lab)),
    othersShare: values.map((one) => one.othersShare),
    values: values.map(({ perWallSecond }) => perWallSecond),
    note: `Laboratory seconds per wall second of the whole command: all experiments and controls, ${String(first?.trials)} trials with ${(first?.labSeconds ?? NaN).toFixed(0)} s of laboratory time, planning and reports included. By the CPU time that it took, two cores of its own would give ${onCpu.toFixed(1)}.`,
  })
}

/** Of the lab's first trial, where the kernel counts them. */
async function eventsIn(lab: string): Promise<Pick<Row, 'events'>> {
  const events = await eventsOf(lab)
  return events === null ? {} : { events }
}

/** It takes minutes: whoever waits sees how it goes. */
function told(row: Row): Row {
  process.stderr.write(
    `${row.what}: ${row.values.map((value) => value.toPrecision(3)).join(' ')} ${row.unit}${row.events === undefined ? '' : `, ${String(row.events)} events`}\n`,
  )
  return row
}

const pace = (): number => median(Array.from({ length: 30 }, paceMs))

const paceBefore = pace()
const rows = [
  await measured({ what: '`backhoe --help`', unit: 'starts', aim: { atMost: 1.15 } }, 30, helpStarts),
  await measured(
    {
      ...{ what: '200 nodes and 400 cables wired', unit: 's', aim: { atMost: 0.6 } },
      note: 'What a guest that wires them takes longer than one that wires 2 and 4: building, and the kernel’s tidying at power off.',
    },
    5,
    async () => (await wiringMs(200)) / 1000,
  ),
  await measured(
    {
      ...{ what: 'campus of 200 nodes generated', unit: 's', aim: { atMost: 0.3 } },
      note: 'Composed, checked, and written for containerlab.',
    },
    10,
    generatedSeconds,
  ),
  ...(await lifetimes(6, 0.2)),
  ...(await lifetimes(40, 0.5)),
  ...(await lifetimes(200, 2)),
  await measured(
    {
      ...{ what: 'gateway-pair, launch to first probe, `virtual`', unit: 's', aim: { atMost: 0.45 } },
      note: 'Kernel, Node, wiring, both keepalived, 3.4 s of laboratory time until VRRP has settled, and the probes’ thread.',
      heldUpBy:
        'Held up by system calls and faults, 7600 of them: 2000 until the lab is built (the guest’s shell, Node), 700 to wire it, 3900 to settle with both keepalived, 900 to start the probes’ thread.',
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
  await measured(
    {
      ...{
        what: '8 nodes on containers, all but dockerd, deploy and lab seconds, `virtual`',
        unit: 's',
        aim: { atMost: 2 },
      },
      note: 'redundant-switches-mlag: planning, boot, the agent, the nodes found and wired, power off, reports. In a guest nothing is destroyed, and a Docker daemon starts first, which counts as deploying.',
    },
    3,
    () => ownShareSeconds(EIGHT_NODES, 'an uplink is cut'),
  ),
  await measured(
    {
      ...{ what: '40 running containers, the agent wired to them, `virtual`', unit: 's', aim: { atMost: 1 } },
      note: 'A ring: pids asked of Docker, namespaces opened, the middle of each cable found by its peers’ indexes.',
    },
    2,
    () => agentWiredSeconds(40),
  ),
  await speed(GATEWAY_PAIR, {
    what: `gateway-pair, ${String(TRIALS)} trials, 2 cores`,
    aim: { atLeast: 95 },
    heldUpBy:
      'Held up by the start: half of a trial’s CPU time, and 7600 of its 13,600 system calls and faults, are gone before its first probe.',
  }),
  await speed(DUAL_HOMED_LAG, {
    what: `dual-homed-lag, 16 streams each way, ${String(TRIALS)} trials, 2 cores`,
    aim: { atLeast: 80 },
  }),
  await measured(
    {
      ...{ what: 'campus of 40 nodes, launch to first probe, `virtual`', unit: 's', aim: { atMost: 3 } },
      note: 'Wired and converged: 8 s of forward delay, and VRRP in both VLANs.',
    },
    3,
    () => secondsUntil(probing, campusOf(40), 'virtual'),
  ),
  await speed(campusOf(40), { what: `campus of 40 nodes, ${String(TRIALS)} trials, 2 cores`, aim: { atLeast: 50 } }),
  await measured(
    {
      ...{ what: 'campus of 200 nodes, one trial, `virtual`', unit: 's', aim: { atMost: 30 } },
      note: 'The whole command.',
    },
    2,
    () => trialSeconds(campusOf(200)),
    campusOf(200),
  ),
]

const paceAfter = pace()
const bareStart = [
  'bare start of Node',
  `${paceBefore.toFixed(0)} ms before the rows, ${paceAfter.toFixed(0)} ms after them`,
] as const
const page = renderPage(rows, [...describeMachine(), bareStart], (paceBefore + paceAfter) / 2)
writeFileSync(join(ROOT, 'docs/benchmarks.md'), page)
process.stdout.write(page)
