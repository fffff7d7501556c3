import { beforeAll, expect, test } from 'vitest'
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

test('drift that is not silent stops at the gate', () => {
  const { trial } = named(outcomes, 'drift')
  expect(trial.gate.passed).toBe(false)
  expect(trial.gate.because).toContain('does not get through')
  expect(trial.fault.injectedNs).toBeNull()
})
