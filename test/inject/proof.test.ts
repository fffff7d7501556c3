import { expect, test } from 'vitest'
import { areLive, checkLive } from '../../src/inject/proof.ts'
import { Namespaces } from '../../src/linux/netns.ts'

const at = { node: 'host', interface: 'leg0' }
type Change = { t: number; to: string }

const ask = (changes: readonly Change[], check: Parameters<typeof checkLive>[0]) =>
  checkLive(check, {
    dir: '/tmp/nodes',
    namespaces: new Namespaces(),
    sinceNs: 100e6,
    history: () => changes,
    daemons: [],
    standing: (node) => (node === 'host' ? 1 : 0),
  })

const cut = [
  { t: 0, to: 'up' },
  { t: 110e6, to: 'down' },
  { t: 200e6, to: 'up' },
]

test.each([
  ['a cut', cut, 'down', true],
  ['a cut', cut, 'up', false],
  ['nothing', cut.slice(0, 1), 'down', false],
  ['nothing', cut.slice(0, 1), 'up', true],
  ['dark already at the injection', [{ t: 0, to: 'down' }], 'down', true],
  // A carrier that was lost before and is back proves nothing.
  [
    'an older cut',
    [
      { t: 0, to: 'down' },
      { t: 50e6, to: 'up' },
    ],
    'down',
    false,
  ],
] as const)('after %s, carrier %s', (_, changes, is, live) => {
  expect(ask(changes, { check: 'carrier', at, is }).live).toBe(live)
})

test('a carrier proof says when', () => {
  expect(ask(cut, { check: 'carrier', at, is: 'down' }).evidence).toBe(
    'host:leg0 had no carrier 10 ms after the injection',
  )
})

test.each([
  [1, true],
  [2, false],
])('%i flaps', (count, live) => {
  expect(ask(cut, { check: 'flaps', at, count }).live).toBe(live)
})

const counter = (count?: number) => ({
  live: (count ?? 0) > 0,
  evidence: '',
  ...(count === undefined ? {} : { count }),
})
const held = { live: true, evidence: '' }

test.each([
  ['both ways counted', [counter(5), counter(7), held], true],
  // A standby leg of a bond sends nothing.
  ['one way was idle', [counter(0), counter(7), held], true],
  ['nothing was ever sent', [counter(0), counter(0), held], false],
  ['one filter is missing', [counter(), counter(7), held], false],
  ['another check fails', [counter(5), { live: false, evidence: '' }], false],
] as const)('%s', (_, proofs, live) => {
  expect(areLive(proofs)).toBe(live)
})

test('a node hangs whose only program is an end of a session; one that runs nothing cannot', () => {
  expect(ask([], { check: 'paused', node: 'host' })).toEqual({
    live: true,
    evidence: '1 end of a session of host stands still',
  })
  expect(ask([], { check: 'paused', node: 'sw1' }).live).toBe(false)
})
