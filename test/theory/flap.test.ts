import { describe, expect, test } from 'vitest'
import { linkFlap } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import type { Site } from '../../src/model/topology.ts'
import { dualHomedActiveBackup, redundantSwitches } from '../../topologies/index.ts'
import { forward, theoryInWords, type ToldPrediction } from './ask.ts'

const shortly = (cable: CableHandle): Fault => linkFlap(cable, { period: '2s', duty: 0.1, count: 2 })

function ask({ topology }: Site, [from, to]: readonly [string, string], fault: Fault): ToldPrediction {
  const { target } = fault
  if (target.handle !== 'cable') throw new Error('a plain cable')
  const flows = [{ name: 'app', from, to, streams: 16, ratePps: 100 }]
  return theoryInWords({
    topology,
    effects: fault.effect(target),
    drift: [],
    flows,
    hz: 100,
    holdNs: 60e9,
    trafficNs: 8.5e9,
  })
}

const ENDS = ['h1', 'server1'] as const

describe('what comes back by timers of its own when the light is back has no window in a flap, however short', () => {
  test.each([
    ['lag', /a LAG lets a leg whose light is back in/],
    ['mlag', /a LAG lets a leg whose light is back in/],
    ['stp', /a spanning tree moves back by timers of its own/],
    ['rstp', /a spanning tree moves back by timers of its own/],
  ] as const)('%s, an uplink', (loopFree, reason) => {
    const site = redundantSwitches({ loopFree })
    const uplinks = [site.access(1).uplink1, site.access(1).uplink2]
    const theories = uplinks.map((cable) => ask(site, ENDS, shortly(cable)))
    expect(theories.flatMap(({ silent }) => silent).join('\n')).toMatch(reason)
  })

  test.each(['stp', 'rstp'] as const)('%s, the host’s own port: it listens and learns after each flap', (loopFree) => {
    const site = redundantSwitches({ loopFree })
    const { silent, windows } = ask(site, ENDS, shortly(site.host(1).link))
    expect(windows).toEqual([])
    expect(silent[0]).toMatch(/a spanning tree opens .* by timers of its own when its light is back/)
  })

  test('an MLAG pair that shuts legs for a peer link’s flap', () => {
    const site = redundantSwitches({ loopFree: 'mlag' })
    const { silent } = ask(site, ['h1', 'server2'], shortly(site.peer))
    expect(silent[0]).toContain('no window')
  })

  test('a bond whose monitor searches for a leg', () => {
    const site = dualHomedActiveBackup({ arpMonitor: { interval: '100ms', validate: 'all' } })
    const { silent } = ask(site, ['host', 'server'], shortly(site.serverLink))
    expect(silent[0]).toContain('a bond on its path searches for another leg')
  })
})

test('a bond that goes back to its primary loses as much at each flap, and one without a primary at the first', () => {
  const longest = (primary: 'leg1' | undefined, upMs: number) => {
    const site = dualHomedActiveBackup({ miimon: '100ms', ...(primary === undefined ? {} : { primary }) })
    const period = `${200 + upMs}ms` as const
    return forward(ask(site, ['host', 'server'], linkFlap(site.leg1, { period, duty: 200 / (200 + upMs), count: 3 })))
  }
  expect([longest('leg1', 300), longest(undefined, 300)]).toEqual([
    [0, 110],
    [0, 110],
  ])
  // 50 ms of light do not end an outage at 100 packets a second.
  expect([longest('leg1', 50), longest(undefined, 50)]).toEqual([
    [0, 360],
    [0, 110],
  ])
})
