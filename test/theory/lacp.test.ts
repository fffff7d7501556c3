import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent } from '../../chaos/index.ts'
import type { CableDirection } from '../../chaos/index.ts'
import { dualHomedLag, type DualHomedLagOptions } from '../../topologies/index.ts'
import { ask, backward, forward } from './ask.ts'

/** At HZ=100 the state machines run every 11 jiffies. */
const RUN = 110

const silent = (
  direction: CableDirection,
  rates: DualHomedLagOptions['lacpRate'] = {},
  only: { only?: 'lacp' } = {},
  hz = 100,
) => {
  const site = dualHomedLag({ lacpRate: rates })
  return ask(site, linkSilent(site.leg(1), { direction, ...only }), { hz, holdNs: 12e9 })
}

describe('a leg that is silent both ways', () => {
  it('is left 30 runs after the last LACPDU, which came up to 10 before the fault: ad_rx_machine', () => {
    // The first of 30 decrements comes up to one run after the LACPDU: 29 to 30 runs.
    expect(forward(silent('both'))).toEqual([19 * RUN, 30 * RUN])
    expect(backward(silent('both'))).toEqual([19 * RUN, 30 * RUN])
  })

  it('runs every 100 ms and a jiffy: 26 of 4 ms at HZ=250, 104 of 1 ms at HZ=1000', () => {
    expect(forward(silent('both', {}, {}, 250))).toEqual([19 * 104, 30 * 104])
    expect(forward(silent('both', {}, {}, 1000))).toEqual([19 * 104, 30 * 104])
  })

  it('goes by the rate of the port that decides: its own timeout, and the pace that it asks of its partner', () => {
    const theory = silent('both', { host: 'slow', switch: 'fast' })
    expect(forward(theory)).toEqual([599 * RUN, 900 * RUN])
    expect(backward(theory)).toEqual([19 * RUN, 30 * RUN])
    expect(theory.phase).toMatchObject({ periodNs: 33e9, after: { event: 'lacpdu', node: 'host', interface: 'eth0' } })
  })

  it('is detected by the port that stops', () => {
    expect(silent('both').windows.map(({ detection }) => detection)).toEqual([
      { watch: 'lacpPort', node: 'host', name: 'eth0', state: 'stopped' },
      { watch: 'lacpPort', node: 'stack', name: 'm1-h1', state: 'stopped' },
    ])
  })
})

describe('a leg that is silent one way', () => {
  it('costs the deaf port’s expiry, its 30 runs to DEFAULTED, and mostly the sender’s own timeout', () => {
    // Told at once: 19 + 30. Not told: 30 + 30, the last LACPDU up to 1 run before, and its own 30 less the 1st partial one: 89.
    expect(forward(silent('fromNear'))).toEqual([49 * RUN, 89 * RUN])
    expect(backward(silent('toNear'))).toEqual([49 * RUN, 89 * RUN])
  })

  it('costs the living way a neighbour entry that is just then due: three probes of 1 s, until 1 s after the way back is whole', () => {
    // Measured: 6.24 s where the server asked for the host within 3 s of the fault, else nothing.
    expect(backward(silent('fromNear'))).toEqual([0, 89 * RUN - 3000 + 1000])
  })

  it('goes by the rate of the deaf port', () => {
    // The stack hears nothing: its slow timeout decides, or its fast one.
    expect(forward(silent('fromNear', { switch: 'slow' }))).toEqual([(599 + 30) * RUN, (900 + 59) * RUN])
    expect(forward(silent('fromNear', { host: 'slow' }))).toEqual([49 * RUN, 61 * RUN])
  })

  it('tells a slow sender at the very run, because its own pace restarts when it expires: ad_periodic_machine', () => {
    expect(forward(silent('fromNear', { host: 'slow', switch: 'slow' }))).toEqual([629 * RUN, 931 * RUN])
  })
})

describe('LACPDUs alone are lost', () => {
  it('costs what lies between the two expiries', () => {
    const theory = silent('both', {}, { only: 'lacp' })
    expect(forward(theory)).toEqual([0, 11 * RUN])
    expect(theory.windows[0]?.because).toMatch(/^self-inflicted: /)
  })

  it('costs more one way: the deaf port stops listening while its partner keeps sending', () => {
    const theory = silent('fromNear', {}, { only: 'lacp' })
    expect(forward(theory)).toEqual([30 * RUN, 59 * RUN])
  })
})

describe('a leg without carrier', () => {
  it('is left on the carrier event by both sides: bond_slave_netdev_event', () => {
    const site = dualHomedLag()
    const theory = ask(site, linkCut(site.leg(1)))
    // One jiffy: the event is handled by a work item.
    expect([forward(theory), backward(theory)]).toEqual([
      [0, 10],
      [0, 10],
    ])
  })

  it('leaves the end that keeps its light to LACP', () => {
    const site = dualHomedLag()
    const theory = ask(site, linkCut(site.leg(1), { end: 'near' }))
    expect([forward(theory), backward(theory)]).toEqual([
      [0, 10],
      [19 * RUN, 30 * RUN],
    ])
  })

  it('takes the whole LAG down where too few legs are left: min_links', () => {
    const site = dualHomedLag({ minLinks: 2 })
    expect(forward(ask(site, linkCut(site.leg(1))))).toBe('never')
    const three = dualHomedLag({ minLinks: 2, legs: 3 })
    expect(forward(ask(three, linkCut(three.leg(1))))).toEqual([0, 10])
  })
})
