import { expect, test } from 'vitest'
import type { ExperimentSummary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from '../run/scratch.ts'

const PROVE = process.env['PROVE'] === '1'
/** Twenty of each are for `make prove`. A trial with Open vSwitch costs five times as much as one without. */
const trialsOf = (lab: string): number => (PROVE ? 20 : lab === 'rapid-bpdu' ? 4 : 8)

interface Mechanism {
  readonly lab: string
  readonly timer: string
  readonly periodMs: number
  readonly source: ExperimentSummary['phases'][number]['source']
  /** What the timers allow, where each quarter of it has to be reached; milliseconds. */
  readonly window?: readonly [number, number]
}

const MECHANISMS: readonly Mechanism[] = [
  { lab: 'miimon', timer: "host:bond0's link monitor", periodMs: 110, source: 'theory', window: [0, 110] },
  { lab: 'arp-monitor', timer: "host:bond0's ARP monitor", periodMs: 110, source: 'theory', window: [220, 330] },
  { lab: 'keepalive', timer: 'keepalives that sw2 receives on peer', periodMs: 100, source: 'theory' },
  { lab: 'no-timer', timer: 'the lab’s clock, for no timer is known', periodMs: 1000, source: 'default' },
  { lab: 'unnamed-monitor', timer: "host:bond0's link monitor", periodMs: 110, source: 'topology' },
  { lab: 'bpdu', timer: 'BPDUs that a1:up2 receives', periodMs: 1000, source: 'theory' },
  { lab: 'rapid-bpdu', timer: 'BPDUs that sw2:eth3 receives', periodMs: 2000, source: 'theory' },
  // Its notify script may do anything, so theory names no timer; RFC 9568 6.1 with A = 1 s and the backup's priority of 100.
  {
    lab: 'own-keepalived',
    timer: 'advertisements of VRID 51 that host:eth0 receives',
    periodMs: 1000,
    source: 'wire',
    window: [2609.375, 3609.375],
  },
]

async function run(lab: string, ...args: readonly string[]) {
  using scratch = new Scratch()
  const file = `test/phases/labs/${lab}.lab.ts`
  const ended = await backhoe(['run', file, '--kernel', 'virtual', '--seed', '1', ...args, '--out', scratch.path])
  const [experiment = expect.unreachable(ended.stderr)] = scratch.summary(ended).experiments
  expect(experiment.outside).toEqual([])
  expect(experiment.trials.map(({ doubts }) => doubts)).toEqual(experiment.trials.map(() => []))
  return { experiment, journal: scratch.latest('journal.ndjson') }
}

const runs = new Map<string, ReturnType<typeof run>>()

/** All trials of a lab, run once for whoever asks. */
async function all(lab: string): ReturnType<typeof run> {
  const ran = runs.get(lab) ?? run(lab, '--trials', String(trialsOf(lab)))
  runs.set(lab, ran)
  return ran
}

// Ten seconds for each, twenty for Open vSwitch; a minute and a half for all of this file. VRRP, LACP and a router's questions: proof/windows.guest.test.ts.
test.each(MECHANISMS)('$lab: the trials leave no gap larger than twice that of equal spacing', async (mechanism) => {
  const { phases, trials } = (await all(mechanism.lab)).experiment
  const [first] = phases
  const { lab, timer, periodMs, source, window } = mechanism
  const count = trialsOf(lab)
  expect(first).toMatchObject({ timer, source, chosen: true, covered: true, trials: count, of: count })
  // A timer that was heard has the period that it had: keepalived is late by some system calls of 5 us.
  expect(Math.abs((first?.periodMs ?? 0) - periodMs)).toBeLessThan(periodMs / 1000)
  expect(first?.largestGapMs).toBeLessThanOrEqual(2 * (first?.evenGapMs ?? 0))
  if (window === undefined) return
  const [low, high] = window
  const outages = trials.map(({ flows }) => flows.find(({ direction }) => direction === 'forward')?.outageMs ?? 0)
  const quarters = outages.map((outage) => Math.min(3, Math.max(0, Math.floor(((outage - low) / (high - low)) * 4))))
  expect([...new Set(quarters)].sort()).toEqual([0, 1, 2, 3])
})

test('two timers: both are covered, each by its own coordinate', async () => {
  const { phases, trials } = (await all('two-timers')).experiment
  const timers = ['advertisements that r2 receives on lan', "host:bond0's link monitor"]
  expect(phases.map(({ timer, chosen, covered }) => ({ timer, chosen, covered }))).toEqual(
    timers.map((timer) => ({ timer, chosen: true, covered: true })),
  )
  // No corner of the square of both is empty: the phases of one say nothing of those of the other.
  const quarters = trials.map((trial) => trial.phases.map(({ phase }) => Math.floor(phase * 2)).join())
  expect(new Set(quarters).size).toBe(4)
})

test('a link monitor runs when its phase says: what it takes to act is what is left of its period', async () => {
  for (const { phases, flows } of (await all('miimon')).experiment.trials) {
    const leftMs = 110 * (1 - (phases[0]?.phase ?? 0))
    const lateMs = (flows[0]?.detectionMs ?? 0) - leftMs
    // The carrier and netlink take some system calls of 5 us each; linkwatch runs at once.
    expect(lateMs).toBeGreaterThan(-2)
    // While the cable is cut the kernel's lock is taken: a run that does not get it comes again two jiffies later
    // (bond_mii_monitor: rtnl_trylock, re_arm).
    expect(lateMs).toBeLessThan(2 + (leftMs < 3 ? 20 : 0))
  }
})

test.each(['miimon', 'own-keepalived'])('%s: a trial alone is the one that it was among others', async (lab) => {
  const alone = trialOf((await run(lab, '--trial', '1')).journal, 1)
  expect(alone).not.toBe('')
  expect(alone).toBe(trialOf((await all(lab)).journal, 1))
})

/** One trial's lines, from its start to its end. */
const trialOf = (journal: string, trial: number): string =>
  journal.split(/(?<="ev":"end".*\n)/).find((one) => one.includes(`"trial":${String(trial)},`)) ?? ''
