import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, nodeDown } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { cablesOf } from '../../src/model/handle.ts'
import { Damage } from '../../src/theory/damage.ts'
import { Trees } from '../../src/theory/spanning-tree.ts'
import { theoryOf } from '../../src/theory/theory.ts'
import { Wiring } from '../../src/theory/wiring.ts'
import { redundantSwitches } from '../../topologies/index.ts'
import { backward, forward } from './ask.ts'

const site = redundantSwitches({ loopFree: 'rstp' })
const { topology } = site

function ask(fault: Fault, to: string) {
  const { target } = fault
  const cables = target.handle === 'node' ? cablesOf(topology, target) : target.handle === 'cable' ? [target] : []
  return theoryOf({
    topology,
    effects: cables.flatMap((cable) => fault.effect(cable)),
    drift: [],
    flows: [{ name: 'web', from: 'h1', to, streams: 2, ratePps: 50 }],
    hz: 100,
    holdNs: 30e9,
    trafficNs: 8.5e9,
  })
}

/** The next tick, with the next packet, and the datapath's flows are looked through again. */
const AT_ONCE = [0, 1580]

describe('a rapid spanning tree', () => {
  it('discards where 802.1D blocks', () => {
    const closed = Trees.grown(new Wiring(topology), new Damage([])).states.filter(({ forwards }) => !forwards)
    expect(closed.map(({ at }) => `${at.node}:${at.interface}`)).toEqual(['a1:up2', 'a2:up2'])
  })

  it('takes its alternate port at once where light is lost, whoever loses it', () => {
    const { uplink1, uplink2 } = site.access(1)
    expect(forward(ask(linkCut(uplink1), 'server1'))).toEqual(AT_ONCE)
    expect(forward(ask(linkCut(uplink2), 'server1'))).toEqual([0, 0])
    expect(backward(ask(linkCut(site.peer), 'server2'))).toEqual(AT_ONCE)
    expect(forward(ask(nodeDown(site.distribution(1)), 'server2'))).toEqual(AT_ONCE)
    expect(forward(ask(nodeDown(site.distribution(1)), 'server1'))).toBe('never')
  })

  it('believes what it has heard for three hellos where the light stays, and forgets what it has learned', () => {
    const theory = ask(linkSilent(site.access(1).uplink1), 'server1')
    // 3 × 2 s, less a hello and a tick; each tick waits for the next packet, 20 ms at most.
    expect(forward(theory)).toEqual([2960, 7700])
    expect(theory.phases.named[0]).toMatchObject({
      periodNs: 2e9,
      after: { event: 'bpdu', node: 'a1', interface: 'up2' },
    })
  })
})
