import { describe, expect, it } from 'vitest'
import { impair, linkCut, linkFlap, linkSilent, vlanMissing } from '../../chaos/index.ts'
import type { Fault, FaultSteps } from '../../src/model/fault.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { panelEnd, type Operation } from '../../src/model/operation.ts'
import type { PortVlans } from '../../src/model/topology.ts'
import { renderOperations } from '../../src/render/iproute.ts'
import { dualHomedActiveBackup, gatewayPair, redundantSwitches } from '../../topologies/index.ts'

const site = gatewayPair()
const trunks = dualHomedActiveBackup({ vlans: [10, 20] })

/** r1:lan--sw1:eth2, near r1. */
const cable = site.r1.lan
const number = site.topology.cables.findIndex(({ name }) => name === cable.cable.name)
/** The same cable, named from the switch. */
const turned: CableHandle = { handle: 'cable', cable: cable.cable, near: cable.far, far: cable.near }

const stepsOf = (fault: Fault, handle: CableHandle = cable): FaultSteps => fault.steps(site.topology, handle)
const first = (steps: FaultSteps) => steps.inject[0]?.operations

describe('linkCut', () => {
  it('darkens both ends in one batch, and lights them again', () => {
    const steps = stepsOf(linkCut(cable))
    expect(first(steps)).toEqual([
      { op: 'light', cable: number, end: 'a', on: false },
      { op: 'light', cable: number, end: 'b', on: false },
    ])
    expect(steps.heal).toEqual([
      { op: 'light', cable: number, end: 'a', on: true },
      { op: 'light', cable: number, end: 'b', on: true },
    ])
    expect(steps.proof).toEqual([
      { check: 'carrier', at: cable.near, is: 'down' },
      { check: 'carrier', at: cable.far, is: 'down' },
      { check: 'admin-up', at: cable.near },
      { check: 'admin-up', at: cable.far },
    ])
  })

  it('darkens one end, whichever way round the cable is named', () => {
    expect(first(stepsOf(linkCut(cable, { end: 'near' })))).toEqual([
      { op: 'light', cable: number, end: 'a', on: false },
    ])
    expect(first(stepsOf(linkCut(cable, { end: 'far' })))).toEqual([
      { op: 'light', cable: number, end: 'b', on: false },
    ])
    expect(first(stepsOf(linkCut(turned, { end: 'near' }), turned))).toEqual([
      { op: 'light', cable: number, end: 'b', on: false },
    ])
  })

  it('leaves the lit end deaf and unheard', () => {
    expect(linkCut(cable, { end: 'near' }).effect(cable)).toEqual([
      { effect: 'carrier-lost', at: cable.near },
      { effect: 'receive-dead', at: cable.far, match: { match: 'all' } },
      { effect: 'transmit-dead', at: cable.far, match: { match: 'all' } },
    ])
    expect(stepsOf(linkCut(cable, { end: 'near' })).proof).toContainEqual({ check: 'carrier', at: cable.far, is: 'up' })
  })
})

describe('linkSilent', () => {
  it('drops before the redirect where the sender’s frames come in', () => {
    // The panel's end that faces a node receives what that node sends.
    const drop = (end: 'a' | 'b') => ({
      op: 'drop',
      ns: 'wire',
      name: panelEnd(number, end).name,
      pref: 49_151,
      match: { match: 'all' },
    })
    expect(first(stepsOf(linkSilent(cable)))).toEqual([drop('a'), drop('b')])
    expect(first(stepsOf(linkSilent(cable, { direction: 'fromNear' })))).toEqual([drop('a')])
    expect(first(stepsOf(linkSilent(cable, { direction: 'toNear' })))).toEqual([drop('b')])
    expect(first(stepsOf(linkSilent(turned, { direction: 'fromNear' }), turned))).toEqual([drop('b')])
  })

  it('says which end no longer sends and which no longer hears', () => {
    expect(linkSilent(cable, { direction: 'toNear', only: 'lacp' }).effect(cable)).toEqual([
      { effect: 'transmit-dead', at: cable.far, match: { match: 'ethertype', ethertype: 0x8809 } },
      { effect: 'receive-dead', at: cable.near, match: { match: 'ethertype', ethertype: 0x8809 } },
    ])
  })

  it('is proved by its counters and by carrier that stays', () => {
    expect(stepsOf(linkSilent(cable, { direction: 'fromNear' })).proof).toEqual([
      { check: 'dropped', ns: 'wire', name: panelEnd(number, 'a').name, pref: 49_151 },
      { check: 'carrier', at: cable.near, is: 'up' },
      { check: 'carrier', at: cable.far, is: 'up' },
      { check: 'admin-up', at: cable.near },
      { check: 'admin-up', at: cable.far },
    ])
  })
})

describe('linkFlap', () => {
  it('cuts and restores on schedule', () => {
    const fault = linkFlap(cable, { period: '1s', duty: 0.25, count: 3 })
    const steps = stepsOf(fault)
    expect(
      steps.inject.map(({ atNs, operations }) => [atNs / 1e6, operations.map((one) => one.op === 'light' && one.on)]),
    ).toEqual([
      [0, [false, false]],
      [250, [true, true]],
      [1000, [false, false]],
      [1250, [true, true]],
      [2000, [false, false]],
      [2250, [true, true]],
    ])
    expect(fault.lastsNs).toBe(2.25e9)
    expect(steps.proof).toContainEqual({ check: 'flaps', at: cable.near, count: 3 })
  })

  it('leaves to each trial how late a flap comes, both its edges alike, and never the first', () => {
    const fault = linkFlap(cable, { period: '100ms', duty: 0.5, count: 3, jitter: '40ms' })
    expect(stepsOf(fault).inject.map(({ atNs, late }) => [atNs / 1e6, late?.draw, late?.upToNs])).toEqual([
      [0, undefined, undefined],
      [50, undefined, undefined],
      [100, 1, 40e6],
      [150, 1, 40e6],
      [200, 2, 40e6],
      [250, 2, 40e6],
    ])
    expect(fault.lastsNs).toBe(290e6)
  })
})

describe('impair', () => {
  it('shapes what leaves the panel towards the receiver', () => {
    const netem = { delayNs: 5e6, limit: 100_000 }
    const at = (end: 'a' | 'b') => ({ op: 'netem', ns: 'wire', name: panelEnd(number, end).name, netem })
    expect(first(stepsOf(impair(cable, { delay: '5ms', direction: 'fromNear' })))).toEqual([at('b')])
    expect(first(stepsOf(impair(cable, { delay: '5ms', direction: 'toNear' })))).toEqual([at('a')])
    expect(first(stepsOf(impair(cable, { delay: '5ms' })))).toEqual([at('b'), at('a')])
    expect(impair(cable, { delay: '5ms', direction: 'fromNear' }).effect(cable)).toEqual([
      { effect: 'impaired', at: cable.far, netem },
    ])
  })
})

describe('vlanMissing', () => {
  it('takes a tagged VLAN from the port at the far end, and gives it back', () => {
    const steps = vlanMissing(trunks.leg2, 10).steps(trunks.topology, trunks.leg2)
    const membership = { ns: 'sw2', name: 'eth1', vlan: 10, native: false }
    expect(first(steps)).toEqual([{ op: 'vlan-delete', ...membership }])
    expect(steps.heal).toEqual([{ op: 'vlan-add', ...membership }])
    expect(steps.proof).toContainEqual({ check: 'vlan-absent', at: { node: 'sw2', interface: 'eth1' }, vlan: 10 })
  })

  it('gives a native VLAN back as native', () => {
    const nodes = trunks.topology.nodes.map((node) => ({
      ...node,
      interfaces: node.interfaces.map((one) =>
        one.vlans === undefined ? one : { ...one, vlans: { native: 10, tagged: [20] } },
      ),
    }))
    const steps = vlanMissing(trunks.leg2, 10).steps({ ...trunks.topology, nodes }, trunks.leg2)
    expect(steps.heal).toEqual([{ op: 'vlan-add', ns: 'sw2', name: 'eth1', vlan: 10, native: true }])
  })

  it('leaves a port of Open vSwitch a VLAN that no frame carries where the last one goes: an empty set means all of them', () => {
    const rapid = redundantSwitches({ loopFree: 'rstp', access: 1, vlans: [10, 20] })
    const { uplink1 } = rapid.access(1)
    const tagged = vlanMissing(uplink1, 10).steps(rapid.topology, uplink1)
    const { node, interface: name } = uplink1.far
    const of = (vlans: PortVlans): Operation => ({ op: 'ovs-vlans', ns: node, name, vlans })
    expect(first(tagged)).toEqual([of({ native: null, tagged: [20] })])
    expect(tagged.heal).toEqual([of({ native: null, tagged: [10, 20] })])
    expect(tagged.proof).toContainEqual({ check: 'ovs-vlan-absent', at: uplink1.far, vlan: 10 })
    expect(renderOperations([of({ native: 10, tagged: [] }), of({ native: null, tagged: [] })])).toEqual([
      `ovs-vsctl --db=unix:${node}/openvswitch/db.sock set port ${name} tag=10 trunks=[] vlan_mode=access`,
      `ovs-vsctl --db=unix:${node}/openvswitch/db.sock set port ${name} tag=[] trunks=4095 vlan_mode=trunk`,
    ])
  })

  it('refuses an end that is no bridge port, and a VLAN that the port does not carry', () => {
    const steps = (fault: Fault) => () => fault.steps(trunks.topology, trunks.leg2)
    expect(steps(vlanMissing(trunks.leg2, 10, { end: 'near' }))).toThrow(
      'host:eth1 is no port of a bridge that filters VLANs',
    )
    expect(steps(vlanMissing(trunks.leg2, 30))).toThrow('sw2:eth1 does not carry VLAN 30')
  })
})

it('refuses a cable of another topology', () => {
  expect(() => linkCut(trunks.leg2).steps(site.topology, trunks.leg2)).toThrow(
    'the topology gateway-pair has no cable host:eth1--sw2:eth1',
  )
})
