import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, nodeDown, vlanMissing } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { cablesOf } from '../../src/model/handle.ts'
import type { Topology } from '../../src/model/topology.ts'
import { sinceFault, type Change } from '../../src/theory/change.ts'
import { Damage } from '../../src/theory/damage.ts'
import { crossed } from '../../src/theory/open-vswitch.ts'
import { Trees } from '../../src/theory/spanning-tree.ts'
import { theoryOf } from '../../src/theory/theory.ts'
import { Wiring } from '../../src/theory/wiring.ts'
import { redundantSwitches } from '../../topologies/index.ts'
import { backward, forward } from './ask.ts'

const site = redundantSwitches({ loopFree: 'rstp' })

function ask(fault: Fault, to: string, topology: Topology = site.topology) {
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
    const closed = Trees.grown(new Wiring(site.topology), new Damage([])).states.filter(({ forwards }) => !forwards)
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

  it('does not see a VLAN that a port has forgotten: BPDUs have none', () => {
    const tagged = redundantSwitches({ loopFree: 'rstp', access: 1, vlans: [10, 20] })
    const { uplink1, uplink2 } = tagged.access(1)
    expect(forward(ask(vlanMissing(uplink1, 10), 'server1', tagged.topology))).toBe('never')
    expect(forward(ask(vlanMissing(uplink2, 10), 'server1', tagged.topology))).toEqual([0, 0])
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

describe('above a rapid spanning tree', () => {
  it('what takes over is followed once switches in userspace have let its announcement through', () => {
    const because = {
      because: '',
      source: '',
      phase: null,
      detection: { watch: 'vrrp', node: 'r2', name: 'LAN', state: 'MASTER' },
    } as const
    const changes: readonly Change[] = [
      {
        reaction: { react: 'master', node: 'r2', router: 'LAN' },
        after: null,
        lowNs: 522e6,
        highNs: 722e6,
        ...because,
      },
      {
        reaction: { react: 'bond-active', node: 'h1', bond: 'bond0', member: 'eth1' },
        after: null,
        lowNs: 0,
        highNs: 110e6,
        ...because,
      },
    ]
    const [first] = changes
    const back: Change = {
      ...because,
      reaction: { react: 'resigned', node: 'r1', router: 'LAN' },
      after: first ?? null,
      lowNs: 0,
      highNs: 0,
    }
    const spans = (on: Topology) =>
      crossed({ changes: [...changes, back], blocked: [] }, on).changes.map((change) => {
        const { lowNs, highNs } = sinceFault(change)
        return [lowNs / 1e6, highNs / 1e6]
      })
    // The main thread's round; where a station has moved to another port the datapath's flows are looked through as well.
    expect(spans(site.topology)).toEqual([
      [522, 722 + 60],
      [0, 110 + 560],
      [522, 722 + 60],
    ])
    expect(spans(redundantSwitches({ loopFree: 'stp' }).topology)).toEqual([
      [522, 722],
      [0, 110],
      [522, 722],
    ])
  })
})
