import { expect, test } from 'vitest'
import type { Capability } from '../../src/model/capability.ts'
import type { JournalEvent } from '../../src/model/journal.ts'
import type { Topology } from '../../src/model/topology.ts'
import { affordsAnother, costMs, LAB_MS, type Load } from './budget.ts'
import { siteOf } from './build.ts'

const load = (needs: readonly Capability[], topology: Topology): Load => ({ plan: { needs }, topology })
const { topology: bonds } = siteOf({ generator: 'dualHomedActiveBackup', options: {} })
const KERNEL = load([], bonds)
const OPEN_VSWITCH = load(['openvswitch'], bonds)
const routers = (advertInterval: string): Load =>
  load([], siteOf({ generator: 'gatewayPair', options: { advertInterval } }).topology)

const stream = { ev: 'stream', flow: 'web', direction: 'forward', stream: 0 } as const
const journal = (packets: number, labSeconds: number, passed = true): JournalEvent[] =>
  [
    { t: 1e9, ev: 'gate', passed, because: '', evidence: [] },
    { t: labSeconds * 1e9, ...stream, sent: packets },
    { t: labSeconds * 1e9, ev: 'end', status: 'completed' },
  ] as unknown as JournalEvent[]

/** How many trials like this one a lab runs, of three. */
function trialsOf(one: JournalEvent[], of: Load): number {
  const ran: JournalEvent[][] = []
  while (ran.length < 3 && affordsAnother(ran, of)) ran.push(one)
  return ran.length
}

test('a cheap lab runs three trials, a dear one runs one', () => {
  expect(trialsOf(journal(1000, 20), KERNEL)).toBe(3)
  expect(trialsOf(journal(10_000, 60), KERNEL)).toBe(2)
  expect(trialsOf(journal(40_000, 60), KERNEL)).toBe(1)
  expect(trialsOf(journal(100, 1000), KERNEL)).toBe(1)
})

test('Open vSwitch makes packets dear', () => {
  expect(trialsOf(journal(3000, 20), KERNEL)).toBe(3)
  expect(trialsOf(journal(3000, 20), OPEN_VSWITCH)).toBe(1)
})

test('advertisements of 10 ms make lab time dear', () => {
  expect(trialsOf(journal(1000, 20), routers('1s'))).toBe(3)
  expect(trialsOf(journal(1000, 20), routers('10ms'))).toBe(1)
})

test('where the gate fails once, no other trial runs', () => {
  expect(trialsOf(journal(1000, 20, false), KERNEL)).toBe(1)
})

test('more than one trial never takes more than the budget', () => {
  for (const packets of [0, 5000, 10_000, 20_000])
    for (const labSeconds of [10, 100, 300]) {
      const one = journal(packets, labSeconds)
      const count = trialsOf(one, KERNEL)
      expect(count === 1 || count * costMs(one, KERNEL) <= LAB_MS).toBe(true)
    }
})
