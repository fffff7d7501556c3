import { expect, test } from 'vitest'
import { SessionAccount } from '../../../src/observe/sessions/record.ts'

const socket = { node: 'host', address: '10.0.0.1', port: 0 }
const plan = {
  name: 'ssh',
  kind: 'tcp',
  client: socket,
  server: socket,
  intervalNs: 20e6,
  sizeBytes: 64,
  rateKbit: 0,
} as const

function accountOf(...arrivalsNs: readonly number[]): SessionAccount {
  const account = new SessionAccount(plan, plan.intervalNs, 0)
  for (const atNs of arrivalsNs) account.progress(atNs, 64)
  return account
}

const steady = Array.from({ length: 30 }, (_, at) => at * 21e6)
const lastNs = 29 * 21e6

test('the pace is interval, normal gap and slack', () => {
  expect(accountOf(...steady).record(lastNs).paceNs).toBe(20e6 + 21e6 + 10e6)
})

test('a gap within the pace is none; a longer one is a stall with its ends', () => {
  const record = accountOf(...steady, lastNs + 50e6, lastNs + 800e6).record(lastNs + 810e6)
  expect(record.stalls).toEqual([{ startNs: lastNs + 50e6, endNs: lastNs + 800e6 }])
})

test('a stall that lasts until the end of watching has no end', () => {
  expect(accountOf(...steady).record(lastNs + 5e9).stalls).toEqual([{ startNs: lastNs, endNs: null }])
})

test('a session that never got a byte across has stalled from its start', () => {
  expect(accountOf().record(5e9)).toMatchObject({ stalls: [{ startNs: 0, endNs: null }], lastProgressNs: null })
})

test('a first byte that comes late ends a stall, which began with the session: what was not fresh before a fault is seen', () => {
  const account = accountOf(9e9, 9e9 + 21e6)
  expect(account.record(9e9 + 30e6).stalls).toEqual([{ startNs: 0, endNs: 9e9 }])
  expect(account.quality(9e9 + 30e6)).toEqual({ name: 'ssh', hasWorked: true, lastStallNs: 9e9 })
  expect(account.quality(12e9).lastStallNs).toBe(12e9)
  expect(accountOf().quality(5e9)).toMatchObject({ hasWorked: false, lastStallNs: 5e9 })
})
