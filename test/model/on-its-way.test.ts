import { expect, test } from 'vitest'
import { fateKnownNs } from '../../src/model/on-its-way.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Netem } from '../../src/model/traffic-control.ts'
import { experimentPlan, planOf } from '../report/story.ts'

const impaired = (netem: Netem): Operation => ({ op: 'netem', ns: 'wire', name: 'c0a', netem })
const variants = (netem: Netem) =>
  experimentPlan().variants.map((one) => ({ ...one, inject: [{ atNs: 0, operations: [impaired(netem)] }] }))

test('the fate of a packet is known once no neighbour, no impairment and no overdue can hold it any longer', () => {
  const { flows } = planOf([])
  // Three seconds for a neighbour's answer, and one for the rest.
  expect(fateKnownNs(flows, experimentPlan())).toBe(4e9)
  const patient = flows.map((flow) => ({ ...flow, overdueNs: 30e9 }))
  expect(fateKnownNs(patient, experimentPlan())).toBe(31e9)
  // Drift and fault lie one behind the other.
  const drift = [impaired({ delayNs: 2e9, jitterNs: 1e9, limit: 1000 })]
  expect(fateKnownNs(flows, experimentPlan({ drift, variants: variants({ delayNs: 5e9, limit: 1000 }) }))).toBe(12e9)
  // A full queue of 1000 frames of 12112 bits, at 1 Mbit/s.
  expect(fateKnownNs(flows, experimentPlan({ variants: variants({ rateKbit: 1000, limit: 1000 }) }))).toBe(16.112e9)
})
