import { describe, expect, test } from 'vitest'
import { linkCut, nodeDown } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { cablesOf } from '../../src/model/handle.ts'
import type { Site } from '../../src/model/topology.ts'
import { redundantSwitches } from '../../topologies/index.ts'
import { backward, forward, type Answer, theoryInWords } from './ask.ts'

/** At HZ=100: a jiffy. */
const J = 10

/** Both ways between a host and a server. */
function ask({ topology }: Site, from: string, to: string, fault: Fault): readonly [Answer, Answer] {
  const { target } = fault
  const cables =
    target.handle === 'node' ? cablesOf(topology, target) : target.handle === 'cables' ? target.cables : [target]
  const theory = theoryInWords({
    topology,
    effects: cables.flatMap((cable) => (cable.handle === 'cable' ? fault.effect(cable) : [])),
    drift: [],
    flows: [{ name: 'app', from, to, streams: 16, ratePps: 100 }],
    hz: 100,
    holdNs: 10e9,
    trafficNs: 8.5e9,
  })
  return [forward(theory), backward(theory)]
}

describe('by LAG', () => {
  const site = redundantSwitches({ loopFree: 'lag' })

  test('an uplink, or a member of the stack: both ends leave their dead legs within a jiffy', () => {
    const atOnce = [
      [0, J],
      [0, J],
    ]
    expect(ask(site, 'h1', 'server1', linkCut(site.access(1).uplink1))).toEqual(atOnce)
    expect(ask(site, 'h1', 'server1', linkCut(site.access(1).uplink2))).toEqual(atOnce)
    expect(ask(site, 'h1', 'server2', linkCut(site.member('m1')))).toEqual(atOnce)
    expect(ask(site, 'h1', 'h2', linkCut(site.member('m1')))).toEqual(atOnce)
  })

  test('who hangs on a member alone dies with it', () => {
    expect(ask(site, 'h1', 'server1', linkCut(site.member('m1')))).toEqual(['never', 'never'])
  })
})

describe('by MLAG', () => {
  const site = redundantSwitches({ loopFree: 'mlag' })

  test('an uplink: the access switch leaves it within a jiffy, the pair when both agents know', () => {
    expect(ask(site, 'h1', 'server1', linkCut(site.access(1).uplink1))).toEqual([
      [0, J],
      [0, 2 * J],
    ])
  })

  test('the peer link: the secondary shuts its legs, and its server is alone', () => {
    const { peer } = site
    expect(ask(site, 'h1', 'server1', linkCut(peer))).toEqual([
      [0, 2 * J],
      [0, 0],
    ])
    expect(ask(site, 'h1', 'server2', linkCut(peer))).toEqual(['never', 'never'])
  })

  test('a distribution switch: what it leaves behind is found within a jiffy, but for its server', () => {
    const dead = nodeDown(site.distribution(1))
    expect(ask(site, 'h1', 'h2', dead)).toEqual([
      [0, J],
      [0, J],
    ])
    expect(ask(site, 'h1', 'server1', dead)).toEqual(['never', 'never'])
  })
})
