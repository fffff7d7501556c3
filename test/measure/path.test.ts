import { expect, test } from 'vitest'
import { pathBack } from '../../src/measure/path.ts'
import { reasonText } from '../../src/model/reason.ts'
import { spanOf } from '../../src/measure/span.ts'
import type { JournalBody, JournalEvent, SessionRecord } from '../../src/model/journal.ts'
import type { Plan, SessionPlan } from '../../src/model/plan.ts'
import { between, END_NS, HEAL_NS, INJECT_NS, planOf, sessionRecord, STEP_NS, streamRecord } from '../report/story.ts'
import { trialJournal } from '../report/story.ts'

const socket = { node: 'host', address: '10.0.1.10', port: 7 }
const server = { ...socket, node: 'server' }
const session = (name: string): SessionPlan => ({
  ...{ name, kind: 'tcp', client: socket, server, intervalNs: 1e8, sizeBytes: 64, rateKbit: 0 },
})
const [ssh, other] = [session('ssh'), session('other')]
const streams = [{ direction: 'forward' as const, from: socket, to: server }]
const web = { name: 'web', ratePps: 100, sizeBytes: 64, overdueNs: 2e8, streams }

function backOf(records: readonly JournalBody[], { flows = [web], sessions = [ssh] }: Partial<Plan>): number | string {
  const plan = { ...planOf([]), flows, sessions }
  const events = trialJournal({ trial: 0, outageNs: 1e9, without: ['stream', 'session'] })
  const recorded = records.map((body): JournalEvent => ({ t: END_NS, ...body }))
  const back = pathBack(ssh, [...events, ...recorded], plan, spanOf(events))
  return typeof back === 'number' ? back : reasonText(back)
}

test('the path of a session is back when the probes between its nodes arrive again for good', () => {
  const lost = (untilNs: number) => streamRecord({ lost: [between(INJECT_NS, untilNs)] })
  const back = backOf([lost(HEAL_NS + 1e9)], {})
  expect(Math.abs(Number(back) - (HEAL_NS + 1e9))).toBeLessThanOrEqual(STEP_NS)
  expect(backOf([lost(END_NS)], {})).toBe('watch longer: the path was not back when the watching ended')
  expect(backOf([streamRecord()], {})).toBe(INJECT_NS)
})

// A port that learned wrongly, or a neighbour that is still asked for, keeps it dark without any state that changes: what
// TCP sent then proves no death, and a session that was only patient was called dead.
test('without probes neither the healing nor a change of state shows that it is back', () => {
  const unknown = 'nothing shows whether the path was back: add a flow between host and server'
  expect(backOf([], { flows: [] })).toBe(unknown)
  const elsewhere = { ...web, streams: [{ ...streams[0], direction: 'forward' as const, from: socket, to: socket }] }
  expect(backOf([streamRecord()], { flows: [elsewhere] })).toBe(unknown)
})

test('without probes another session between the nodes shows it, once it is fresh again for good', () => {
  const others = (stalls: SessionRecord['stalls']) => sessionRecord({ name: 'other', stalls })
  const of = (stalls: SessionRecord['stalls']) => backOf([others(stalls)], { flows: [], sessions: [ssh, other] })
  expect(of([{ startNs: INJECT_NS, endNs: HEAL_NS + 2e9 }])).toBe(HEAL_NS + 2e9)
  expect(of([])).toBe(INJECT_NS)
  expect(of([{ startNs: INJECT_NS, endNs: null }])).toMatch(/^nothing shows whether the path was back/)
})
