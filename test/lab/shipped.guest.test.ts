import { expect, test } from 'vitest'
import type { Summary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from '../run/scratch.ts'

interface Shipped {
  readonly lab: string
  /** Which of its experiments; the others belong to `make prove`, or are much like these. */
  readonly only?: string
  /** What its header promises: by experiment, the verdict on each target. */
  readonly verdicts?: Readonly<Record<string, Readonly<Record<string, 'met' | 'missed'>>>>
}

const SHIPPED: readonly Shipped[] = [
  {
    lab: 'labs/separated-networks.lab.ts',
    verdicts: {
      'the service port is cut': { service: 'missed', management: 'met' },
      'the management port is cut': { service: 'met', app: 'met' },
    },
  },
  {
    lab: 'labs/mlag-pair.lab.ts',
    only: 'heartbeat and peer link',
    verdicts: { 'heartbeat and peer link are cut': { app: 'met' } },
  },
  { lab: 'labs/mlag-pair.lab.ts', only: 'primary dies', verdicts: { 'the primary dies': { app: 'met' } } },
  {
    lab: 'labs/n-plus-one.lab.ts',
    only: 'spare is dead',
    verdicts: { 'a server dies when the spare is dead': { requests: 'missed' } },
  },
  {
    lab: 'labs/service-pair.lab.ts',
    verdicts: {
      's1 loses its cable': { dns: 'met', shop: 'met' },
      'the switches lose each other': { dns: 'met', shop: 'met' },
    },
  },
  {
    lab: 'labs/router-pair.lab.ts',
    verdicts: {
      'a cable of r1 is cut': { web: 'met', ssh: 'met' },
      'a cable of r1 is silent': { web: 'met', ssh: 'met' },
      'the programs of r1 stand still': { web: 'met', ssh: 'met' },
    },
  },
  { lab: 'labs/dual-uplink-bgp.lab.ts', only: 'the way back' },
  { lab: 'labs/dual-edge-bgp.lab.ts', only: 'silent behind' },
  {
    lab: 'labs/graceful-restart.lab.ts',
    only: 'dead behind',
    verdicts: { 'provider A is dead behind a modem with light': { web: 'missed' } },
  },
  { lab: 'labs/router-pair-bfd.lab.ts', only: 'carries one way' },
  { lab: 'labs/tracked-route.lab.ts', only: 'carries one way' },
  {
    lab: 'labs/nexthop-group.lab.ts',
    only: 'restarts',
    verdicts: { 'r2 restarts': { group: 'missed', resilient: 'missed', plain: 'met' } },
  },
  { lab: 'labs/leaf-spine-bfd.lab.ts', only: 'what leaf 1 sends' },
  { lab: 'labs/leaf-spine.lab.ts', only: 'spine 1 is dead' },
  { lab: 'labs/dual-uplink.lab.ts', only: 'access line' },
]

test.each(SHIPPED)('$lab: comes out as its header says', async ({ lab, only, verdicts }) => {
  // One trial shows one phase of a timer alone: a promise that theory does not back needs two.
  const { experiments } = await ran(lab, only, verdicts === undefined ? undefined : ['--trials', '2'])
  if (verdicts !== undefined) {
    const said = experiments.map(({ name, targets }) => [
      name,
      Object.fromEntries(targets.map(({ on, verdict }) => [on, verdict])),
    ])
    expect(Object.fromEntries(said)).toEqual(verdicts)
  }
})

test('labs/active-active.lab.ts: a host that does not use the dead router misses the answers that come by it', async () => {
  const { experiments } = await ran('labs/active-active.lab.ts', 'LAN cable')
  expect(outcomes(experiments, 'by r1')).toEqual({ forward: 'recovered', backward: 'recovered' })
  expect(outcomes(experiments, 'by r2')).toEqual({ forward: 'untouched', backward: 'recovered' })
})

test("with returnPath 'symmetric' it notices nothing", async () => {
  const { experiments } = await ran('test/fixtures/labs/active-active-symmetric.lab.ts')
  expect(outcomes(experiments, 'by r1')).toEqual({ forward: 'recovered', backward: 'recovered' })
  expect(outcomes(experiments, 'by r2')).toEqual({ forward: 'untouched', backward: 'untouched' })
})

/** One trial without its control, if not told otherwise; whatever is measured lies in its window, which the report would say otherwise. */
async function ran(lab: string, only?: string, which: readonly string[] = ['--trial', '0']): Promise<Summary> {
  using scratch = new Scratch()
  const args = ['run', lab, '--kernel', 'virtual', '--seed', '1', ...which, '--out', scratch.path]
  const ended = await backhoe([...args, ...(only === undefined ? [] : ['--only', only])])
  const summary = scratch.summary(ended)
  expect(summary.experiments.length, ended.stderr).toBeGreaterThan(0)
  for (const { name, outside, trials } of summary.experiments) {
    expect(outside, name).toEqual([])
    for (const { gate, doubts, fault } of trials) {
      expect({ name, gate: gate.passed, doubts }).toEqual({ name, gate: true, doubts: [] })
      expect(fault.proof, name).toMatchObject({ live: true, removed: true })
    }
  }
  return summary
}

const outcomes = (experiments: Summary['experiments'], flow: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    experiments.flatMap(({ trials }) =>
      trials.flatMap(({ flows }) =>
        flows.filter(({ name }) => name === flow).map(({ direction, outcome }) => [direction, outcome]),
      ),
    ),
  )
