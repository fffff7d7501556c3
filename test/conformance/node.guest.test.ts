import { beforeAll, expect, test } from 'vitest'
import { needsContainerlab } from '../containerlab.ts'
import { conform, named, type Outcome } from './conform.ts'

let outcomes: ReadonlyMap<string, Outcome>
beforeAll(async () => {
  outcomes = await conform('node', '--kernel', 'virtual', '--trial', '0')
})

test.each([
  ['active router down', ['r1:lan', 'r1:wan', 'sw1:eth2', 'wan:eth1']],
  ['standby router down', ['r2:lan', 'r2:wan', 'sw2:eth2', 'wan:eth2']],
  ["the standby's switch down", ['r2:lan', 'sw1:eth3', 'sw2:eth2', 'sw2:eth3']],
  ["the standby's feed down", ['r2:lan', 'r2:wan', 'sw1:eth3', 'sw2:eth2', 'sw2:eth3', 'wan:eth2']],
])('%s: all its cables are dark at both ends, and no other', (name, dark) => {
  const outcome = named(outcomes, name)
  outcome.expectProved()
  expect(outcome.darkened()).toEqual(dark)
})

test('its daemon is gone while it is down, and back afterwards', () => {
  const outcome = named(outcomes, 'active router down')
  expect(outcome.trial.fault.proof.evidence).toContain('r1 runs no daemon')
  const states = outcome
    .all('state')
    .filter(({ watch, node, t }) => watch === 'vrrp' && node === 'r1' && t > outcome.injectedNs())
  expect(states.at(-1)?.to).toBe('MASTER')
})

test('a feed that is lost takes the daemons of all that hang at it', () => {
  const { evidence } = named(outcomes, "the standby's feed down").trial.fault.proof
  expect(evidence.filter((line) => line.endsWith('runs no daemon'))).toEqual([
    'sw2 runs no daemon',
    'r2 runs no daemon',
  ])
})

test('a router that hangs says nothing, so the other one takes over, and comes back to what it was', () => {
  expectHung(named(outcomes, 'active router hangs'))
})

function expectHung(outcome: Outcome): void {
  outcome.expectProved()
  expect(outcome.trial.fault.proof.evidence[0]).toMatch(/^(\d+) of \1 processes of r1 stand still$/)
  const states = outcome
    .all('state')
    .filter(
      ({ watch, node, name, t }) => watch === 'vrrp' && node === 'r2' && name === 'LAN' && t > outcome.injectedNs(),
    )
  expect(states.map(({ to }) => to)).toEqual(['MASTER', 'BACKUP'])
}

test('the active router is missed until the other one has waited, the standby router never', () => {
  const skewMs = ((256 - 100) * 200) / 256
  const { outageMs, errorMs } = named(outcomes, 'active router down').flow('forward')
  expect(outageMs).toBeGreaterThan(400 + skewMs - errorMs)
  expect(outageMs).toBeLessThan(600 + skewMs + errorMs)
  expect(named(outcomes, 'standby router down').flow('forward')).toMatchObject({ outcome: 'untouched', lost: 0 })
})

test('on containers it hangs as in a namespace, and is killed and started: dark, dead, and the active router again with all that it had', async (context) => {
  needsContainerlab(context)
  const where = ['--kernel', 'virtual', '--runtime', 'containerlab', '--trial', '0']
  const outcomes = await conform('node', ...where, '--only', 'active router')
  const outcome = named(outcomes, 'active router down')
  outcome.expectProved()
  expect(outcome.darkened()).toEqual(['r1:lan', 'r1:wan', 'sw1:eth2', 'wan:eth1'])
  expect(outcome.trial.fault.proof.evidence).toContain('r1 runs no process')
  // The same window as in a namespace: Docker takes its tenths of a second only once the node is dark. Before that its
  // processes are made to stand still, which takes two passes over /proc, and that is in the error.
  const skewMs = ((256 - 100) * 200) / 256
  const { outageMs, errorMs } = outcome.flow('forward')
  expect(errorMs).toBeLessThan(50)
  expect(outageMs).toBeGreaterThan(400 + skewMs - errorMs)
  expect(outageMs).toBeLessThan(600 + skewMs + errorMs)
  const states = outcome
    .all('state')
    .filter(({ watch, node, t }) => watch === 'vrrp' && node === 'r1' && t > outcome.injectedNs())
  expect(states.at(-1)?.to).toBe('MASTER')
  expectHung(named(outcomes, 'active router hangs'))
})
