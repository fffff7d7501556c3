import { describe, expect, it } from 'vitest'
import type { Topology } from '../../src/model/topology.ts'
import { redundantSwitches } from '../../topologies/index.ts'
import { linkCut, vlanMissing } from '../../chaos/index.ts'
import type { InterfaceOptions } from '../../src/compose/options.ts'
import { compose } from '../../src/compose/index.ts'
import { Damage, IP } from '../../src/theory/damage.ts'
import { delivers } from '../../src/theory/lan.ts'
import { wiringOf } from '../../src/theory/wired.ts'
import { World } from '../../src/theory/world.ts'
import { ask, backward, forward, theoryInWords } from './ask.ts'

interface Wanted {
  readonly ageing?: '0s' | '10s'
  /** Whether sw1 runs the kernel's spanning tree. */
  readonly tree?: boolean
  /** Of the ports of sw1 to the server and to the other switch. */
  readonly own?: InterfaceOptions
  readonly peer?: InterfaceOptions
  /** Of the port of sw1 to the hypervisor. */
  readonly leg?: InterfaceOptions
}

/** server - sw1 = sw2, and a hypervisor with a bond on both, whose guest is the host. */
function guest({ ageing, tree = false, own = {}, peer = {}, leg = {} }: Wanted) {
  const net = compose('guest')
  const hv = net.node('hv', { role: 'switch' })
  const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
  net.link(hv.port('eth0'), sw1.port('p1', leg))
  const active = net.link(hv.port('eth1'), sw2.port('p1'))
  net.link(sw1.port('peer', peer), sw2.port('peer'))
  net.link(server.port('eth0', { addresses: ['10.0.0.2/24'] }), sw1.port('p2', own))
  net.link(host.port('eth0', { addresses: ['10.0.0.1/24'] }), hv.port('v1'))
  hv.bond('bond0', { mode: 'active-backup', members: ['eth0', 'eth1'], primary: 'eth1', miimon: '100ms' })
  const more = ageing === undefined ? {} : { ageing }
  hv.bridge('br0', { ports: ['bond0', 'v1'], ...more })
  sw1.bridge('br0', { ports: ['p1', 'p2', 'peer'], ...more, ...(tree ? { stp: {} } : {}) })
  sw2.bridge('br0', { ports: ['p1', 'peer'], ...more })
  return { site: { topology: net.build() }, active }
}

/** A look each 110 ms at HZ=100. */
const LOOK = 110

function towardsHost(wanted: Wanted) {
  const { site, active } = guest(wanted)
  const { topology } = site
  // Only the server sends: what is asked is the way back of host and server.
  return backward(ask({ topology }, linkCut(active), { streams: 1, holdNs: 70e9, ratePps: 50 }))
}

describe('what a bridge has learned', () => {
  it('moves with the next frame of the station, which the other direction of a flow sends', () => {
    expect(towardsHost({})).toEqual([0, LOOK + 20])
  })

  it('is nothing where it forgets at once, or where the old port learns nothing: it floods', () => {
    expect([towardsHost({ ageing: '0s' }), towardsHost({ peer: { learning: false } })]).toEqual([
      [0, LOOK],
      [0, LOOK],
    ])
  })

  // The new port learns nothing, so that no frame moves the station: sw1 forgets it 10 s after its last one by the old port, late
  // by a granule of 640 ms, and an entry that has failed meanwhile is asked for again, within 1.08 s and a packet.
  it('is forgotten after the ageing time where the new port learns nothing; without one of its own theory is silent', () => {
    expect(towardsHost({ ageing: '10s', leg: { learning: false } })).toEqual([0, LOOK + 10_640 + 1_100])
    expect(towardsHost({ leg: { learning: false } })).toBe('silent')
  })
})

// A topology change makes a bridge remember for its forward delay, 15 s, whatever its ageing time is (hold_time).
it('is forgotten by a bridge with a spanning tree after its forward delay, where that is longer', () => {
  const leg = { learning: false }
  expect(towardsHost({ ageing: '0s', tree: true })).toEqual(towardsHost({}))
  expect(towardsHost({ ageing: '10s', tree: true, leg })).toEqual([0, LOOK + 15_640 + 1_100])
})

describe('isolated ports of one bridge', () => {
  it('send nothing to each other, and everything to the others', () => {
    const isolated = { isolated: true }
    const { site, active } = guest({ own: isolated, leg: isolated })
    expect(forward(ask(site, linkCut(active), { streams: 1, holdNs: 70e9 }))).toBe('never')
    expect(towardsHost({ own: isolated })).toEqual(towardsHost({}))
  })
})

it('a port at a shared medium silences the traffic of its tree', () => {
  const site = redundantSwitches({ loopFree: 'rstp' })
  const shared = (name: string): Topology => ({
    ...site.topology,
    nodes: site.topology.nodes.map((node) => ({
      ...node,
      interfaces: node.interfaces.map((one) =>
        node.name === 'd2' && one.name === name
          ? { ...one, stpPort: { cost: 4, priority: 32, pointToPoint: false } }
          : one,
      ),
    })),
  })
  const [port] = site.topology.nodes.find(({ name }) => name === 'd2')?.interfaces ?? []
  const names = { from: 'h1', to: 'server1' }
  const silent = (topology: Topology) =>
    theoryInWords({
      ...{ topology, effects: linkCut(site.peer).effect(site.peer), drift: [], hz: 100, holdNs: 10e9 },
      flows: [{ name: 'web', ...names, streams: 1, ratePps: 100 }],
    }).silent
  expect(silent(site.topology)).toEqual([])
  expect(silent(shared(port?.name ?? ''))).toHaveLength(2)
})

it('a port that suppresses neighbour questions silences the traffic of its LANs', () => {
  expect(towardsHost({ peer: { neighSuppress: true } })).toBe('silent')
})

/** a and b at one bridge, in VLANs of their own, and a server at the other one whose VLAN leaves untagged at both. */
function asymmetric() {
  const net = compose('asymmetric')
  const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
  const [host, other, server] = (['host', 'other', 'server'] as const).map((name) => net.node(name, { role: 'host' }))
  if (host === undefined || other === undefined || server === undefined) throw new Error('three nodes')
  net.link(host.port('eth0', { addresses: ['10.0.0.1/24'] }), sw1.port('p1', { vlans: { native: 10, untagged: [20] } }))
  net.link(
    other.port('eth0', { addresses: ['10.0.0.2/24'] }),
    sw1.port('p2', { vlans: { native: 30, untagged: [20] } }),
  )
  const trunk = { vlans: { tagged: [10, 20, 30] } }
  const peer = net.link(sw1.port('peer', trunk), sw2.port('peer', trunk))
  const own = { native: 20, untagged: [10, 30] }
  const access = net.link(server.port('eth0', { addresses: ['10.0.0.9/24'] }), sw2.port('p1', { vlans: own }))
  sw1.bridge('br0', { ports: ['p1', 'p2', 'peer'] })
  sw2.bridge('br0', { ports: ['p1', 'peer'] })
  return { topology: net.build(), peer, access }
}

describe('VLANs that leave a port untagged beside its own', () => {
  it('lead there one way each: a VLAN that the port forgets breaks the way in it, and no other', () => {
    const { topology, peer, access } = asymmetric()
    const ways = (vlan: number, end: 'near' | 'far', cable = access) => {
      const theory = ask({ topology }, vlanMissing(cable, vlan, { end }), { streams: 1, holdNs: 5e9 })
      return [forward(theory), backward(theory)]
    }
    const untouched = [0, 0]
    expect(ways(10, 'far')).toEqual(['never', untouched])
    expect(ways(20, 'far')).toEqual([untouched, 'never'])
    expect(ways(30, 'far')).toEqual([untouched, untouched])
    expect(ways(20, 'near', peer)).toEqual([untouched, 'never'])
  })

  it('are no LAN for hosts whose own VLANs do not leave at each other', () => {
    const { topology } = asymmetric()
    expect(delivers(new World(wiringOf(topology), new Damage([]), null), at('host'), at('other'), IP)).toBe(false)
    expect(delivers(new World(wiringOf(topology), new Damage([]), null), at('host'), at('server'), IP)).toBe(true)
  })
})

const at = (node: string) => ({ node, interface: 'eth0' })
