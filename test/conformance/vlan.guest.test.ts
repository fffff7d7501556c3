import { beforeAll, describe, expect, test } from 'vitest'
import { conform, named, type Outcome } from './conform.ts'

let outcomes: ReadonlyMap<string, Outcome>
beforeAll(async () => {
  outcomes = await conform('vlan', '--kernel', 'virtual', '--trial', '0')
})

/** 2 s at 100 packets a second, and one at the edge. */
const PACKETS = 200
const LOST = { outcome: 'never', affected: 1 }
const NOTHING = { outcome: 'untouched', lost: 0 }

test.each([
  ['native', 'sw1:eth1 carries VLANs none', { access: LOST, both: NOTHING }],
  ['tagged', 'sw1:eth2 carries VLANs 20', { access: NOTHING, both: LOST }],
  ['at the near end', 'sw1:eth3 carries VLANs 10', { access: NOTHING, both: LOST }],
  ['between the switches', 'sw2:eth3 carries VLANs 20', { access: LOST, both: LOST }],
] as const)('%s: the port forgets that VLAN and no other', (name, carries, expected) => {
  const outcome = named(outcomes, name)
  outcome.expectProved()
  expect(outcome.trial.fault.proof.evidence).toContain(carries)
  // No light goes out.
  expect(outcome.darkened()).toEqual([])
  for (const [flow, wanted] of Object.entries(expected)) {
    for (const direction of ['forward', 'backward'] as const) {
      const found = outcome.flow(direction, flow)
      expect(found, `${flow} ${direction}`).toMatchObject(wanted)
      if (wanted === LOST) expect(Math.abs(found.lost - PACKETS)).toBeLessThanOrEqual(1)
    }
  }
})

// Open vSwitch: an empty set of trunks would mean all VLANs, and nothing would be lost where a port forgets its last one.
// Three boots: 30 s.
describe('on a bridge with rstp', () => {
  let rapid: ReadonlyMap<string, Outcome>
  beforeAll(async () => {
    rapid = await conform('rapid-vlan', '--kernel', 'virtual', '--trial', '0')
  }, 900_000)

  test.each([
    ['access port', 'sw1:eth1 carries VLANs none', { access: LOST, only: NOTHING, both: NOTHING }],
    ['only VLAN of a trunk', 'sw1:eth2 carries VLANs none', { access: NOTHING, only: LOST, both: NOTHING }],
    ['native VLAN of two', 'sw1:eth3 carries VLANs 20', { access: NOTHING, only: NOTHING, both: LOST }],
  ] as const)('%s: Open vSwitch’s port forgets that VLAN and no other', (name, carries, expected) => {
    const outcome = named(rapid, name)
    outcome.expectProved()
    expect(outcome.trial.fault.proof.evidence).toContain(carries)
    for (const [flow, wanted] of Object.entries(expected)) {
      const found = outcome.flow('forward', flow)
      expect(found, flow).toMatchObject(wanted)
      // Packets leave every 20 ms. ovs-vsctl takes up to 10 ms to change the port, at either end of the 2 s: one packet more or less.
      if (wanted === LOST) expect(Math.abs(found.lost - PACKETS / 2)).toBeLessThanOrEqual(1)
    }
    // BPDUs have no VLAN: the tree does not move.
    expect(outcome.all('state').filter(({ watch, t }) => watch === 'stpPort' && t > outcome.injectedNs())).toEqual([])
  })
})

// Open vSwitch drops frames of such a VLAN where they come in, but not where it sends them to a station that it knows, and a new
// root port takes over the stations of the old one (bundle_move). One boot: 15 s.
test('on a bridge with rstp: a new root port without the VLAN receives none of its frames, and sends them', async () => {
  const moved = await conform('rapid-root-vlan', '--kernel', 'virtual', '--trial', '0')
  const outcome = named(moved, 'the root port lacks it')
  outcome.expectProved()
  const [there, back] = [outcome.flow('forward'), outcome.flow('backward')]
  // 2 s at 50 packets a second, and one at the edge; more where RSTP takes its time after the healing, which costs both the same.
  expect(there.lost).toBeGreaterThanOrEqual(PACKETS / 2 - 1)
  // A tick of RSTP and a look through the datapath’s flows are 1.58 s at most: 79 packets.
  expect(there.lost - back.lost).toBeGreaterThan(15)
  // Theory has no window of the way back.
  expect(outcome.experiment.windows.map(({ direction }) => direction)).toEqual(['forward'])
}, 900_000)

test('drift that is not silent stops at the gate', () => {
  const { trial } = named(outcomes, 'drift')
  expect(trial.gate.passed).toBe(false)
  expect(trial.gate.because).toContain('does not get through')
  expect(trial.fault.injectedNs).toBeNull()
})
