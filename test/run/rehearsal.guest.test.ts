import { expect, test } from 'vitest'
import { summarySchema } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

// Three minutes of virtual time: 12 s.
test('a rehearsal waits for a switchover that takes longer than the 15 s that clean flows are given', async () => {
  using scratch = new Scratch()
  await backhoe([
    'run',
    'test/fixtures/labs/slow-rehearsal.lab.ts',
    '--trial',
    '0',
    '--seed',
    '3',
    '--out',
    scratch.path,
  ])
  const summary = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  expect(summary.experiments[0]?.trials[0]).toMatchObject({ doubts: [], gate: { passed: true } })
  const evidence = scratch.events().flatMap((event) => (event.ev === 'gate' ? event.evidence : []))
  expect(evidence.filter((text) => text.startsWith('rehearsed: '))).toHaveLength(2)
})
