import { expect, test } from 'vitest'
import { loadPlan } from '../../src/lab/load.ts'
import type { ExperimentPlan, Plan } from '../../src/model/plan.ts'
import { trialDeadline } from '../../src/run/deadline.ts'

const experimentOf = (plan: Plan): ExperimentPlan => plan.experiments[0] ?? expect.unreachable('no experiment')

test('a trial’s deadline covers the whole patience of its rehearsals, and the wait for sessions after them', async () => {
  const { plan } = await loadPlan('test/fixtures/labs/slow-rehearsal.lab.ts', { hz: 100 })
  const { plan: other } = await loadPlan('test/fixtures/labs/session-gate.lab.ts', { hz: 100 })
  const experiment = experimentOf(plan)
  const unrehearsed = { ...experiment, gate: { ...experiment.gate, rehearsal: [] } }
  const forRehearsals = (whole: Plan): number =>
    (trialDeadline(whole, experiment) - trialDeadline(whole, unrehearsed)) / 1e9

  const settleS = plan.settle.reduce((sum, { deadlineNs }) => sum + deadlineNs / 1e9, 0)
  expect(settleS).toBeGreaterThan(100)
  // src/agent/gate.ts: three times the settle time of 2 s, 15 s and what the protocols may need, and once more until they are as before.
  const rehearsalsS = experiment.gate.rehearsal.length * (3 * (2 + 15 + settleS) + settleS)
  expect(rehearsalsS).toBeGreaterThan(0)
  expect(forRehearsals(plan)).toBeCloseTo(rehearsalsS)
  // A session may stall for twice as long as all rehearsals have taken.
  expect(forRehearsals({ ...plan, sessions: other.sessions })).toBeCloseTo(3 * rehearsalsS)
})
