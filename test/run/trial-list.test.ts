import { beforeAll, expect, test } from 'vitest'
import { loadPlan } from '../../src/lab/load.ts'
import type { Plan } from '../../src/model/plan.ts'
import { listTrials } from '../../src/run/trial-list.ts'
import type { TrialChoice } from '../../src/run/trial-list.ts'
import { silence } from '../in-words.ts'

const choice: TrialChoice = { seed: 1, trial: null, pcap: false }
const pair = async (trials: number): Promise<Plan> =>
  (await loadPlan('labs/gateway-pair.lab.ts', { hz: 100, trials })).plan

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

test('neither the number of trials nor the other experiments nor the targets nor what theory says reach a guest', async () => {
  const second = plan.experiments[1]
  if (second === undefined) throw new Error('the lab has two experiments')
  const variants = second.variants.map((one) => ({
    ...one,
    windows: [],
    silent: [silence('web', 'forward', 'theory says less')],
    returns: [],
  }))
  const only = { ...(await pair(9)), experiments: [{ ...second, targets: [], variants }] }
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

test('each trial draws its own lateness from its seed, and the plan leaves it open', async () => {
  const { plan: flaps } = await loadPlan('test/fixtures/labs/two-hosts', { hz: 100 })
  expect(flaps.experiments[0]?.variants[0]?.inject.filter(({ late }) => late !== undefined)).toHaveLength(4)
  const instants = (seed: number): (readonly number[] | undefined)[] =>
    listTrials(flaps, { ...choice, seed })
      .filter(({ name }) => name === 'flaps')
      .map(({ input }) => input.plan.experiments[0]?.variants[0]?.inject.map(({ atNs }) => atNs))
  const [control, one, other] = instants(1)
  expect(new Set([control, one, other].map(String)).size).toBe(3)
  expect(instants(1)).toEqual([control, one, other])
  for (const at of [one, other]) {
    const late = at?.map((atNs, index) => atNs - ([0, 0.5, 1, 1.5, 2, 2.5][index] ?? 0) * 1e9) ?? []
    expect(late.slice(0, 2)).toEqual([0, 0])
    expect(late.every((ns) => ns >= 0 && ns < 100e6)).toBe(true)
    // Both edges of a flap are equally late.
    expect([late[2], late[4]]).toEqual([late[3], late[5]])
  }
})
