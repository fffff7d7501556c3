import { afterAll, beforeAll, expect, test } from 'vitest'
import { summarySchema, type Summary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

const scratch = new Scratch()
let summary: Summary
let evidence: readonly string[] = []

// Three boots, and 100 s of virtual time: 12 s.
beforeAll(async () => {
  await backhoe(['run', 'test/fixtures/labs/unused-leg.lab.ts', '--trial', '0', '--seed', '3', '--out', scratch.path])
  summary = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  evidence = scratch.events().flatMap((event) => (event.ev === 'gate' && event.passed ? event.evidence : []))
})
afterAll(() => {
  scratch[Symbol.dispose]()
})

const gate = (name: string): Summary['experiments'][number]['trials'][number]['gate'] =>
  summary.experiments.find((one) => one.name === name)?.trials[0]?.gate ?? expect.unreachable(name)

test('a leg that a hash leaves unused is not proven, which is not the same as not redundant', () => {
  expect(gate('cut').because).toMatch(
    /^was not proven to be redundant before the fault: .* carried \d+ packets in 2\S* s: no probe ever used that leg$/,
  )
})

test('a rehearsal proves an unused leg: it carries the probes while the other one is cut', () => {
  expect(gate('the used leg, rehearsed').passed).toBe(true)
  expect(evidence).toContainEqual(
    expect.stringMatching(/^host:eth1 carried \d+ packets after a rehearsed cut host:eth0--stack:m1-h1 /),
  )
})

// A window assumes that some stream uses what is broken: silence of this leg would have a floor of 2 s, and cost nothing.
test('a fault at an unused leg shows nothing, though a rehearsal has proven the leg', () => {
  expect(gate('the unused leg, rehearsed').because).toMatch(
    /^was not proven .* host:eth1 .*: no probe ever used that leg, except in a rehearsal: a fault there shows nothing$/,
  )
})
