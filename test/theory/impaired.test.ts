import { describe, expect, it, test } from 'vitest'
import { impair, linkCut } from '../../chaos/index.ts'
import { theoryOf } from '../../src/theory/theory.ts'
import { dualHomedActiveBackup, dualHomedLag, gatewayPair, mlagPair } from '../../topologies/index.ts'
import { ask, backward, forward } from './ask.ts'

const UNSTEADY = 'frames of a protocol that decides on its path pass an impairment'

describe('advertisements that are impaired from the start', () => {
  const site = gatewayPair()
  const late = (delay: '500ms' | '60ms') =>
    forward(ask(site, linkCut(site.r1.lan), { drift: impair(site.r2.lan, { delay, direction: 'toNear' }) }))

  it('put off a takeover by their delay, and packets that come the same way then leave so much earlier', () => {
    expect(late('60ms')).toEqual([2609.375 - 60, 3609.375 + 2 * 60])
  })

  it('leave theory silent where packets, or answers for which they wait, are overdue by it', () => {
    // Measured with 500 ms: forward never in time, backward 3.51 to 4.25 s, above 3A + skew + 500 ms.
    expect(late('500ms')).toBe('silent')
  })

  test.each([{ loss: '30%' }, { delay: '500ms', jitter: '100ms' }, { delay: '5ms', reorder: '5%' }] as const)(
    'leave theory silent where some are lost or change their pace: %o',
    (options) => {
      // Measured with 30 %: up to 5.0 s, and takeovers without a fault.
      const theory = ask(site, linkCut(site.r1.lan), { drift: impair(site.r2.lan, options) })
      expect(forward(theory)).toBe('silent')
      expect(theory.silent[0]).toContain(UNSTEADY)
    },
  )

  it('make no difference where no protocol decides', () => {
    const drift = impair(site.r2.lan, { loss: '30%' })
    const theory = ask(site, linkCut(site.serverLink), { drift })
    expect([forward(theory), backward(theory)]).toEqual(['never', 'never'])
  })
})

describe('other protocols whose frames are impaired', () => {
  test('LACPDUs: a leg of the LAG', () => {
    const site = dualHomedLag()
    const theory = ask(site, linkCut(site.leg(1)), { drift: impair(site.leg(2), { delay: '5ms' }) })
    expect([forward(theory), backward(theory)]).toEqual(['silent', 'silent'])
  })

  test('answers of an ARP monitor', () => {
    const site = dualHomedActiveBackup({ arpMonitor: { interval: '100ms', validate: 'all' } })
    const theory = ask(site, linkCut(site.leg1), { drift: impair(site.peer, { loss: '10%' }) })
    expect(forward(theory)).toBe('silent')
    expect(theory.silent[0]).toContain('impair')
  })

  test('keepalives of an MLAG pair', () => {
    const { topology, peer, heartbeat } = mlagPair()
    const theory = theoryOf({
      topology,
      effects: linkCut(peer).effect(peer),
      drift: impair(heartbeat, { loss: '50%' }).effect(heartbeat),
      flows: [{ name: 'web', from: 'h1', to: 's1', streams: 16, ratePps: 100 }],
      hz: 100,
      holdNs: 10e9,
      trafficNs: 8.5e9,
    })
    expect(theory.silent.join()).toContain(UNSTEADY)
  })
})

test('a fault that impairs advertisements alone, and so may move a router', () => {
  const site = gatewayPair({ syncGroup: false })
  const theory = ask(site, impair(site.r2.lan, { loss: '50%', direction: 'toNear' }))
  expect(forward(theory)).toBe('silent')
})

test('a leg that loses packets once the bond has moved there', () => {
  const site = dualHomedActiveBackup()
  const theory = ask(site, linkCut(site.leg1), { drift: impair(site.leg2, { loss: '5%' }) })
  expect(forward(theory)).toBe('silent')
})
