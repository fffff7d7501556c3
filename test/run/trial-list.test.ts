import { beforeAll, expect, test } from 'vitest'
import { loadPlan } from '../../src/lab/load.ts'
import type { Plan } from '../../src/model/plan.ts'
import { listTrials } from '../../src/run/trial-list.ts'
import type { TrialChoice } from '../../src/run/trial-list.ts'

const choice: TrialChoice = { seed: 1, trial: null, pcap: false }
const pair = async (trials: number): Promise<Plan> =>
  (await loadPlan('labs/gateway-pair.lab.ts', { hz: 100, seed: 1, trials })).plan

let plan: Plan
beforeAll(async () => {
  plan = await pair(3)
})

test('of each experiment the control, then its trials', () => {
  const ids = listTrials(plan, choice).map(({ id }) => id)
  expect(ids).toEqual(['0-control', '0-0', '0-1', '0-2', '1-control', '1-0', '1-1', '1-2'])
})

test('one trial alone is the same input as among all others', () => {
  const alone = listTrials(plan, { ...choice, trial: 2 })
  expect(alone.map(({ id }) => id)).toEqual(['0-2', '1-2'])
  expect(alone[0]?.input).toEqual(listTrials(plan, choice)[3]?.input)
})

test('neither the number of trials nor the other experiments nor the targets reach a guest', async () => {
  const second = plan.experiments[1]
  if (second === undefined) throw new Error('the lab has two experiments')
  const only = { ...(await pair(9)), experiments: [{ ...second, targets: [] }] }
  expect(listTrials(only, { ...choice, trial: 0 })[0]?.input).toEqual(
    listTrials(plan, { ...choice, trial: 0 })[1]?.input,
  )
})

test('a trial may last as long as all that it waits for, and ends some time', () => {
  for (const { input } of listTrials(plan, choice)) {
    const [experiment] = input.plan.experiments
    if (experiment === undefined) throw new Error('a guest sees its experiment')
    const needed = experiment.settleNs + experiment.holdNs + experiment.recoverNs
    expect(input.deadlineNs).toBeGreaterThan(needed)
    // What hangs must not keep a real-time guest for more than a few minutes beyond what it needs.
    expect(input.deadlineNs).toBeLessThan(needed + 600e9)
  }
})
