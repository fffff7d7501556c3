import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, nodeDown, nodePause, vlanMissing } from '../../chaos/index.ts'
import { compose } from '../../src/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { cablesOf } from '../../src/model/handle.ts'
import type { Topology } from '../../src/model/topology.ts'
import { sinceFault, type Change } from '../../src/theory/change.ts'
import { Damage, IP } from '../../src/theory/damage.ts'
import { delivers } from '../../src/theory/lan.ts'
import { crossed } from '../../src/mechanisms/openvswitch/theory-latency.ts'
import { Trees } from '../../src/theory/spanning-tree.ts'
import { wiringOf } from '../../src/theory/wired.ts'
import { World } from '../../src/theory/world.ts'
import { redundantSwitches } from '../../topologies/index.ts'
import { rapidTriangle } from '../topologies/rapid-triangle.ts'
import { backward, forward, theoryInWords } from './ask.ts'
import { worded } from '../../src/model/reason.ts'

const site = redundantSwitches({ loopFree: 'rstp' })

function ask(fault: Fault, to: string, topology: Topology = site.topology) {
  const { target } = fault
  const cables = target.handle === 'node' ? cablesOf(topology, target) : target.handle === 'cable' ? [target] : []
  return theoryInWords({
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
    const closed = Trees.grown(wiringOf(site.topology), new Damage([])).states.filter(({ forwards }) => !forwards)
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

describe('a port of Open vSwitch that lacks a VLAN', () => {
  const { topology, alternate, direct } = rapidTriangle()
  const effectsOf = (...faults: readonly Fault[]) =>
    faults.flatMap((fault) => (fault.target.handle === 'cable' ? fault.effect(fault.target) : []))
  const asked = (effects: readonly Fault[], drift: readonly Fault[]) =>
    theoryInWords({
      topology,
      effects: effectsOf(...effects),
      drift: effectsOf(...drift),
      flows: [{ name: 'web', from: 'a', to: 'z', streams: 2, ratePps: 100 }],
      hz: 100,
      holdNs: 3e9,
      trafficNs: 8.5e9,
    })

  // bundle_move gives s3:eth2 the stations of s3:eth3, and output_normal does not look at the VLAN.
  it.each([
    ['drift', asked([linkCut(direct)], [vlanMissing(alternate, 30)])],
    ['part of the fault', asked([linkCut(direct), vlanMissing(alternate, 30)], [])],
  ])('may send its frames as a new root port, and drops those that come in: %s', (_, theory) => {
    expect(forward(theory)).toBe('never')
    expect(backward(theory)).toBe('silent')
    expect(theory.silent).toEqual([expect.stringContaining('in VLANs that this port lacks')])
  })

  // A port whose VLANs change forgets its stations (bundle_set), and floods no frame of a VLAN that it lacks.
  it('neither sends nor receives its frames where the root port stays', () => {
    const theory = asked([vlanMissing(direct, 30)], [])
    expect([forward(theory), backward(theory)]).toEqual(['never', 'never'])
  })

  // s3:eth2 carries the VLAN, s2:eth2 drops what comes in there; and what it might send to z arrives.
  it('drops at the other end what the new root port sends', () => {
    const theory = asked([linkCut(direct)], [vlanMissing(alternate, 30, { end: 'near' })])
    expect([forward(theory), backward(theory)]).toEqual(['silent', 'never'])
  })

  // input_vid_is_valid: an access port drops tagged frames, also of its own VLAN; a bridge of Linux takes them.
  it('drops tagged frames at an access port', () => {
    expect(arrivals({ priority: 4096 })).toBe(false)
    expect(arrivals(undefined)).toBe(true)
  })

  function arrivals(rstp: { readonly priority: number } | undefined): boolean {
    const mixed = compose('mixed')
    const [from, to] = [mixed.node('from', { role: 'host' }), mixed.node('to', { role: 'host' })]
    const between = mixed.node('between', { role: 'switch' })
    mixed.link(from.port('eth0'), between.port('eth1', { vlans: { native: 30 } }))
    mixed.link(to.port('eth0'), between.port('eth2', { vlans: { tagged: [30] } }))
    between.bridge('br0', { ports: ['eth1', 'eth2'], ...(rstp === undefined ? {} : { rstp }) })
    for (const one of [from, to]) one.vlan('eth0.30', { parent: 'eth0', vlan: 30 })
    const world = new World(wiringOf(mixed.build()), new Damage([]), null)
    return delivers(world, { node: 'from', interface: 'eth0.30' }, { node: 'to', interface: 'eth0.30' }, IP)
  }
})

describe('a rapid spanning tree of mstpd', () => {
  const kernels = redundantSwitches({ loopFree: 'rstp', by: 'mstpd' })
  const { uplink1 } = kernels.access(1)
  const asked = (fault: Fault, to: string) => forward(ask(fault, to, kernels.topology))

  // A jiffy, 20 ms of work, and where a port has spent its BPDUs a tick that is 2 ms late.
  it('has no datapath of its own that follows later', () => {
    expect(asked(linkCut(uplink1), 'server1')).toEqual([0, 1032])
    expect(asked(nodeDown(kernels.distribution(1)), 'server2')).toEqual([0, 1032])
  })

  // Three hellos of two ticks, and up to 2 ms late each; the hellos themselves are up to 2 s older, and a tick is a second.
  it('believes for three hellos what it has heard, and then one port that moves alone waits for no tick', () => {
    const window = forward(ask(linkSilent(uplink1), 'server1', kernels.topology))
    expect(window).toEqual([2996, 6042])
  })

  it('is silent about a switch that hangs: its kernel forwards, and its neighbours hear nothing', () => {
    const theory = ask(nodePause(kernels.distribution(1)), 'server1', kernels.topology)
    expect(JSON.stringify(theory)).toContain('d1 hangs: its kernel goes on forwarding')
  })
})

describe('above a rapid spanning tree', () => {
  it('what takes over is followed once switches in userspace have let its announcement through', () => {
    const because = {
      because: worded(''),
      source: '',
      phase: null,
      detection: { watch: 'vrrp', node: 'r2', name: 'LAN', state: 'MASTER' },
    } as const
    const changes: readonly Change[] = [
      {
        reaction: { react: 'addresses-taken', node: 'r2', claimant: 'LAN' },
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
      reaction: { react: 'addresses-given-up', node: 'r1', claimant: 'LAN' },
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
