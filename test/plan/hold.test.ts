import { expect, test } from 'vitest'
import { linkFlap } from '../../chaos/index.ts'
import { defineLab, flow } from '../../src/index.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { dualHomedActiveBackup } from '../../topologies/index.ts'

test('a fault is held until it has played out, and plan warns of a shorter hold', () => {
  const legs = dualHomedActiveBackup({ miimon: '100ms' })
  const lab = defineLab({
    topology: legs,
    traffic: { web: flow(legs.host, legs.server) },
    experiments: {
      one: {
        fault: linkFlap(legs.leg1, { period: '20s', count: 2 }),
        hold: '138ms',
        trials: 1,
        targets: { web: { outage: '< 20s' } },
      },
    },
  })
  const { plan, warnings } = buildPlan(lab, 'test', { hz: 100 })
  // A flap of 10 s each 20 s: the last one is over after 30 s.
  expect(plan.experiments[0]?.holdNs).toBe(30e9)
  expect(warnings.map(({ code, what }) => `${code}: ${what}`)).toEqual([
    'short-hold: one: the hold of 138 ms is shorter than the fault, which is held for the 30 s that it needs to play out',
  ])
})
