import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { splitTrials } from '../../src/journal/trials.ts'
import type { JournalEvent } from '../../src/model/journal.ts'
import { summarySchema, type Summary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

const scratch = new Scratch()
let summary: Summary
let events: readonly JournalEvent[] = []

// One trial: 10 s.
beforeAll(async () => {
  const lab = 'test/fixtures/labs/vrrp-options.lab.ts'
  const { stderr } = await backhoe(['run', lab, '--trial', '0', '--out', scratch.path])
  summary = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  const [trial] = splitTrials(scratch.events())
  events = trial ?? expect.unreachable(stderr)
})
afterAll(() => {
  scratch[Symbol.dispose]()
})

/** What keepalived has logged in the trial. */
const logOf = (node: string): string =>
  readFileSync(join(scratch.path, 'latest', 'nodes', node, 'keepalived.log'), 'utf8')

/** Changes of a virtual router, in milliseconds from the fault. */
function changes(node: string, name: string): readonly { readonly to: string; readonly ms: number }[] {
  const fault = events.find(({ ev }) => ev === 'inject') ?? expect.unreachable()
  return events.flatMap((event) =>
    event.ev === 'state' && event.watch === 'vrrp' && event.node === node && event.name === name
      ? [{ to: event.to, ms: (event.t - fault.t) / 1e6 }]
      : [],
  )
}
const before = (node: string, name: string): readonly string[] =>
  changes(node, name).flatMap(({ to, ms }) => (ms < 0 ? [to] : []))
const during = (node: string, name: string): readonly string[] =>
  changes(node, name).flatMap(({ to, ms }) => (ms >= 0 && ms < 5000 ? [to] : []))

test('a weight lowers the priority, and the backup lets its timer run out: no FAULT, and an outage in its window', () => {
  expect(logOf('r1')).toMatch(/wan: Adding flags change from .* delay by 500000$/m)
  expect(logOf('r1')).toContain('(LAN) Changing effective priority from 150 to 90')
  expect([during('r1', 'LAN'), during('r2', 'LAN')]).toEqual([['BACKUP'], ['MASTER']])
  const [{ windows, outside, trials } = expect.unreachable()] = summary.experiments
  // [2A + skew, 3A + skew] of priority 100 after a delay of 500 ms, which ends at a tick, and a tick each of the kernel and of keepalived.
  expect(windows.map(({ lowMs, highMs }) => [lowMs, highMs])).toEqual([[3109.375, 4139.375]])
  expect(trials.map(({ doubts }) => doubts)).toEqual([[]])
  expect(outside).toEqual([])
})

test('advertisements are sent to the peer', () => {
  expect(logOf('r1')).toMatch(/proto\(112\).* unicast, address\(10\.0\.1\.11\)/)
})

test('of equal priorities the higher address is active, and the owner of an address as soon as it starts', () => {
  expect(before('r2', 'WAN')).toEqual(['BACKUP', 'MASTER'])
  expect(before('r2', 'OWN')).toEqual(['MASTER'])
  // From the start, which WAN reports: the startup delay of 1500 ms alone, and no down timer of 3 s; a jiffy for keepalived, and 2 ms until it has reported.
  const [started, owner] = [changes('r2', 'WAN'), changes('r2', 'OWN')].map(([first]) => first?.ms ?? NaN)
  const waited = (owner ?? NaN) - (started ?? NaN)
  expect(waited).toBeGreaterThan(1488)
  expect(waited).toBeLessThan(1525)
})

test('a strict virtual router drops what is sent to its address', () => {
  expect(logOf('r2')).toContain('(WAN) setting firewall drop rule')
  expect(logOf('r1')).not.toContain('(LAN) setting firewall drop rule')
})

test('a script has succeeded before its virtual router is one', () => {
  expect(logOf('r1')).toMatch(/VRRP_Script\(WAN_SCRIPT1\) succeeded[^]*\(WAN\) Entering BACKUP STATE/)
})

test('gratuitous ARP comes as often as it was asked for', () => {
  const [, ...bursts] = logOf('r1').split('(LAN) Sending/queueing gratuitous ARPs')
  const counts = bursts.map((text) => text.match(/Sending gratuitous ARP on lan for 10\.0\.1\.1$/gm)?.length)
  // Two at the takeover, two a second later, and then one at a time: every 2 s, with the advertisement after that.
  expect(counts.slice(0, 3)).toEqual([2, 2, 1])
})
