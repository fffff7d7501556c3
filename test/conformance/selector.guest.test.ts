import { beforeAll, describe, expect, test } from 'vitest'
import { conform, named, type Outcome } from './conform.ts'

describe('a router by what it is', () => {
  let outcomes: ReadonlyMap<string, Outcome>
  beforeAll(async () => {
    outcomes = await conform('gateway', '--kernel', 'virtual', '--trial', '0')
  })

  test.each([
    ['active lan', ['r2:lan', 'sw2:eth2']],
    ['active wan', ['r2:wan', 'wan:eth2']],
    ['standby lan', ['r1:lan', 'sw1:eth2']],
  ])('%s: that router’s cable is cut and no other', (name, dark) => {
    const outcome = named(outcomes, name)
    outcome.expectProved()
    expect(outcome.darkened()).toEqual(dark)
  })

  test('only the active router is missed: 2A + skew to 3A + skew, A = 200 ms, priority 100', () => {
    const skewMs = ((256 - 100) * 200) / 256
    for (const name of ['active lan', 'active wan']) {
      const { outageMs, errorMs } = named(outcomes, name).flow('forward')
      expect(outageMs).toBeGreaterThan(400 + skewMs - errorMs)
      expect(outageMs).toBeLessThan(600 + skewMs + errorMs)
    }
    expect(named(outcomes, 'standby lan').flow('forward')).toMatchObject({ outcome: 'untouched', lost: 0 })
  })
})

describe('a leg by what it is', () => {
  let outcomes: ReadonlyMap<string, Outcome>
  beforeAll(async () => {
    outcomes = await conform('legs', '--kernel', 'virtual', '--trial', '0')
  })

  test('the active leg is the primary: one miimon interval of 100 ms and a jiffy at most', () => {
    const outcome = named(outcomes, 'active leg')
    outcome.expectProved()
    expect(outcome.darkened()).toEqual(['host:eth1', 'sw2:eth1'])
    const { outageMs, errorMs, affected } = outcome.flow('forward')
    expect(affected).toBe(2)
    expect(outageMs).toBeLessThan(110 + errorMs)
  })

  test('the standby leg is the other, and nobody misses it', () => {
    const outcome = named(outcomes, 'standby leg')
    outcome.expectProved()
    expect(outcome.darkened()).toEqual(['host:eth0', 'sw1:eth1'])
    expect(outcome.flow('forward')).toMatchObject({ outcome: 'untouched', lost: 0 })
  })

  test('a VLAN that the standby leg lacks is silent until the failover, and then gone for as long as it lasts', () => {
    const outcome = named(outcomes, 'drift')
    outcome.expectProved()
    expect(outcome.flow('forward')).toMatchObject({ outcome: 'never', affected: 2 })
    // Of two streams the one in VLAN 10 never comes back; that in VLAN 20 changes legs and does.
    const lost = outcome.all('stream').filter(({ direction }) => direction === 'forward')
    const counts = lost.map((stream) => stream.lost.reduce((sum, [low, high]) => sum + high - low + 1, 0))
    expect(Math.max(...counts)).toBeGreaterThan(170)
    expect(Math.min(...counts)).toBeLessThan(13)
  })

  test('a rehearsal finds it before', () => {
    const { trial, experiment } = named(outcomes, 'drift, rehearsed')
    expect(trial.gate).toMatchObject({ passed: false })
    expect(trial.gate.because).toMatch(
      /^did not switch over within \S+ s: rehearsed switchover \(.* still lost packets/,
    )
    expect(trial.fault.injectedNs).toBeNull()
    expect(experiment.targets.map(({ verdict }) => verdict)).toEqual(['unknown'])
  })
})
