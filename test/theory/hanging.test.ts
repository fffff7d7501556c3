import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, nodePause } from '../../chaos/index.ts'
import { gatewayPair, mlagPair, redundantSwitches } from '../../topologies/index.ts'
import { cablesOf, type NodeHandle } from '../../src/model/handle.ts'
import type { Site } from '../../src/model/topology.ts'
import { preferredPaths } from '../../src/theory/preferred.ts'
import { ask, backward, forward, theoryInWords, type ToldPrediction } from './ask.ts'

const UNTOUCHED = [0, 0]

const between = ({ topology }: Site, hanging: NodeHandle, from: NodeHandle, to: NodeHandle): ToldPrediction => {
  const fault = nodePause(hanging)
  return theoryInWords({
    topology,
    effects: cablesOf(topology, hanging).flatMap((cable) => fault.effect(cable)),
    drift: [],
    flows: [{ name: 'web', from: from.node.name, to: to.node.name, streams: 4, ratePps: 100 }],
    hz: 100,
    holdNs: 10e9,
    trafficNs: 8.5e9,
  })
}

// Measured: test/run/power.guest.test.ts, and the fuzzer's labs with nodePause.
describe('the kernel of a node that hangs forwards', () => {
  const pair = gatewayPair()

  it('in a switch, in a host and in a backup, of which nothing that stands still is needed', () => {
    for (const node of [pair.sw1, pair.wan, pair.host, pair.server, pair.r2]) {
      const theory = ask(pair, nodePause(node))
      expect([forward(theory), backward(theory)]).toEqual([UNTOUCHED, UNTOUCHED])
      expect(theory.windows[0]?.because).toContain('hangs, and its kernel forwards')
    }
  })

  it('in an active router as well, and the backup that takes over finds every way whole', () => {
    const theory = ask(pair, nodePause(pair.r1), { holdNs: 60e9 })
    expect([forward(theory), backward(theory)]).toEqual([UNTOUCHED, UNTOUCHED])
  })

  it('in a switch of an MLAG pair, whose twin gets no answer and changes nothing', () => {
    const mlag = mlagPair({ orphans: 2 })
    for (const hanging of [mlag.switch1, mlag.switch2])
      for (const from of [mlag.host(1), mlag.orphan(1), mlag.orphan(2)]) {
        const theory = between(mlag, hanging, from, mlag.server(1))
        expect([forward(theory), backward(theory)]).toEqual([UNTOUCHED, UNTOUCHED])
      }
  })
})

describe('nothing is said', () => {
  it('where packets arrive by the hanging router and not by its backup: both answer for the address', () => {
    const site = gatewayPair({ syncGroup: false })
    const { silent } = ask(site, nodePause(site.r1), { drift: linkSilent(site.r2.wan), holdNs: 60e9 })
    expect(silent.join()).toContain('which answer is believed is a race')
  })

  it('where the node forwards in a process, as Open vSwitch does', () => {
    const site = redundantSwitches({ loopFree: 'rstp' })
    const theory = between(site, site.distribution(1), site.host(1), site.server(2))
    expect(theory.silent.join()).toContain('its Open vSwitch forwards nothing')
  })

  // Its backup has taken over before the fault: by priority alone, a cut of r2's uplink would cost nothing.
  it('where a router hangs from the start, whichever of the two leads, nor is its path the preferred one', () => {
    const site = gatewayPair()
    const { silent, windows } = ask(site, linkCut(site.r2.wan), { drift: nodePause(site.r1) })
    expect(windows).toEqual([])
    expect(silent.join()).toContain('r1 hangs from the start')
    const drift = cablesOf(site.topology, site.r1).flatMap((cable) => nodePause(site.r1).effect(cable))
    const pairs = [
      { source: site.host.node.probes[0]?.address ?? '', target: site.server.node.probes[0]?.address ?? '' },
    ]
    const ways = [{ on: 'web', direction: 'forward', way: { from: 'host', to: 'server', pairs } }] as const
    const asked = { topology: site.topology, when: null, ways }
    expect(preferredPaths({ ...asked, drift: [] })).toHaveLength(1)
    expect(preferredPaths({ ...asked, drift })).toEqual([])
  })
})
