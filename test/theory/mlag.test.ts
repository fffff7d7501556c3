import { describe, expect, test } from 'vitest'
import { linkCut, linkSilent, nodeDown } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { cablesOf, type NodeHandle } from '../../src/model/handle.ts'
import type { Site } from '../../src/model/topology.ts'
import { campus, mlagPair, redundantSwitches } from '../../topologies/index.ts'
import { backward, forward, type Answer, theoryInWords, type ToldPrediction } from './ask.ts'

const site = mlagPair()
/** At HZ=100: a jiffy, and a run of LACP's state machines. */
const J = 10
const RUN = 110
/** The agent's own: it looks every 100 ms, by a clock of 10 ms. */
const KEEPALIVE = 100
const STEP = 10
const DEAD = 300

/** Both ways of a flow between two nodes. */
function ask(from: NodeHandle, to: NodeHandle, fault: Fault, at: Site = site): readonly [Answer, Answer] {
  const theory = theoryOn(from, to, fault, at)
  return [forward(theory), backward(theory)]
}

function theoryOn(from: NodeHandle, to: NodeHandle, fault: Fault, { topology }: Site = site): ToldPrediction {
  const { target } = fault
  const cables =
    target.handle === 'node' ? cablesOf(topology, target) : target.handle === 'cables' ? target.cables : [target]
  return theoryInWords({
    topology,
    effects: cables.flatMap((cable) => (cable.handle === 'cable' ? fault.effect(cable) : [])),
    drift: [],
    flows: [{ name: 'app', from: from.node.name, to: to.node.name, streams: 16, ratePps: 100 }],
    hz: 100,
    holdNs: 10e9,
    trafficNs: 8.5e9,
  })
}

const [host, server, o1, o2] = [site.host(1), site.server(1), site.orphan(1), site.orphan(2)]

describe('a leg', () => {
  test('cut: the host leaves it within a jiffy; what is for the host goes round when both agents know', () => {
    expect(ask(host, server, linkCut(host.leg1))).toEqual([
      [0, J],
      [0, 2 * J],
    ])
  })

  test('cut: an orphan beside it is let out by the twin, one on the twin does not notice', () => {
    expect(ask(o1, host, linkCut(host.leg1))[0]).toEqual([0, 2 * J])
    expect(ask(o2, host, linkCut(host.leg1))[0]).toEqual([0, 0])
  })

  test('silent: the expiry of the port that sends, and of the switch also its keepalive', () => {
    const expiry = [19 * RUN, 30 * RUN]
    expect(ask(host, server, linkSilent(host.leg1))).toEqual([expiry, [19 * RUN, 30 * RUN + KEEPALIVE + STEP + J]])
  })

  test('silent towards the host alone: the host expires, and says so to the switch, whose agent looks at its partner too', () => {
    const told = [19 * RUN, 30 * RUN + 3 * RUN + KEEPALIVE + STEP + J]
    // Measured with a keepalive of 50 ms: back 2.14 s, 2.57 s and 3.29 s after the fault; the switch's own port went on.
    expect(ask(host, server, linkSilent(host.leg1, { direction: 'toNear' }))).toEqual([[0, 0], told])
    const [backward] = theoryOn(host, server, linkSilent(host.leg1, { direction: 'toNear' })).windows.slice(1)
    expect(backward?.detection).toEqual({ watch: 'lacpPort', node: 'h1', name: 'eth0', state: 'stopped' })
    // The switch is deaf: the way to the host is whole until its own port expires, and its agent tells the twin.
    expect(ask(host, server, linkSilent(host.leg1, { direction: 'fromNear' }))[1]).toEqual([0, KEEPALIVE + STEP + J])
  })
})

describe('the peer link', () => {
  test('cut: dual-homed traffic loses what is under way while the secondary shuts its legs', () => {
    expect(ask(host, server, linkCut(site.peer))).toEqual([
      [0, J],
      [0, J],
    ])
    expect(ask(host, server, linkSilent(site.peer))).toEqual([
      [0, J],
      [0, J],
    ])
  })

  test('cut: the primary’s orphan keeps whom it reaches, and the secondary’s is alone', () => {
    expect(ask(o1, host, linkCut(site.peer))).toEqual([
      [0, 0],
      [0, 2 * J],
    ])
    expect(ask(o2, host, linkCut(site.peer))).toEqual(['never', 'never'])
  })

  test('cut: what works until the secondary shuts its legs is lost for good from then on', () => {
    // The floor counts from there, J after the fault at the latest: 5 s of "never" stood there once, and nobody checked it.
    const switches = redundantSwitches({ loopFree: 'mlag' })
    const theory = theoryInWords({
      topology: switches.topology,
      effects: linkCut(switches.peer).effect(switches.peer),
      drift: [],
      flows: [{ name: 'app', from: 'h1', to: 'server2', streams: 16, ratePps: 100 }],
      hz: 100,
      holdNs: 5e9,
      trafficNs: 8.5e9,
    })
    expect(theory.windows.map(({ lowNs, highNs }) => [lowNs, highNs])).toEqual([
      [5e9, null],
      [5e9 - J * 1e6, null],
    ])
    expect(theory.windows[1]?.because).toMatch(/^works at first, and then never: d2 loses the peer link/)
  })

  test('cut, of two joined pairs: the other pair lets nothing out that the orphan could not send', () => {
    // 20 ms backward stood there: that the LAG between the pairs is shut matters only beside what the other pair does.
    const joined = mlagPair({ pairs: 2 })
    expect(ask(joined.host(1), joined.orphan(2), linkCut(joined.peer), joined)).toEqual(['never', 'never'])
  })

  test('silent: the same once the twin has been silent for long enough', () => {
    const lost = [DEAD - KEEPALIVE - STEP, DEAD + KEEPALIVE + 2 * STEP + 2 * J]
    expect(ask(o1, host, linkSilent(site.peer))).toEqual([[0, 0], lost])
    expect(ask(o1, host, linkSilent(site.peer, { direction: 'fromNear' }))[1]).toEqual([0, J])
    expect(ask(o1, host, linkSilent(site.peer, { direction: 'toNear' }))[1]).toEqual(lost)
  })

  test('silent towards the secondary: its orphan still sends by it, and the primary, told over the heartbeat, lets that out', () => {
    const deaf = linkSilent(site.peer, { direction: 'fromNear' })
    expect(site.peer.near.node).toBe('sw1')
    // From when the secondary shuts its legs until the primary has heard of it.
    expect(ask(o2, host, deaf)).toEqual([[0, J], 'never'])
  })

  test('cut after the heartbeat, or where both go on: half the flows to an orphan are lost for good', () => {
    const both = mlagPair({ splitBrain: 'bothActive' })
    expect(ask(host, o1, linkCut([site.heartbeat, site.peer]))).toEqual(['never', [0, 0]])
    expect(ask(both.host(1), both.orphan(1), linkCut(both.peer), both)).toEqual(['never', [0, 0]])
  })
})

test('the peer link is cut just before the heartbeat: who knows what that carries in between', () => {
  expect(ask(host, o1, linkCut([site.peer, site.heartbeat]))).toEqual(['silent', 'silent'])
})

test('the heartbeat alone is missed by nobody', () => {
  expect(ask(host, server, linkCut(site.heartbeat))).toEqual([
    [0, 0],
    [0, 0],
  ])
})

test('a switch: dual-homed traffic within a jiffy, its orphan for as long as it is dead', () => {
  for (const dead of [site.switch1, site.switch2]) {
    expect(ask(host, server, nodeDown(dead))).toEqual([
      [0, J],
      [0, J],
    ])
  }
  expect(ask(o1, host, nodeDown(site.switch1))).toEqual(['never', 'never'])
  expect(ask(o2, host, nodeDown(site.switch1))).toEqual([
    [0, 0],
    [0, J],
  ])
})

test('the peer link of another pair: the leg that its secondary shuts is dark at once, and the twin here lets out what comes', () => {
  const far = campus({ loopFree: 'mlag' })
  expect(ask(far.host(1), far.outside, linkCut(far.peer), far)).toEqual([
    [0, 2 * J],
    [0, J],
  ])
  expect(ask(far.host(1), far.outside, linkCut(far.pair(1).peer), far)).toEqual([
    [0, J],
    [0, 2 * J],
  ])
})
