import { describe, expect, it } from 'vitest'
import { linkCut, linkFlap, vlanMissing } from '../../chaos/index.ts'
import type { BridgeOptions } from '../../src/compose/options.ts'
import { compose } from '../../src/compose/index.ts'
import type { Topology } from '../../src/model/topology.ts'
import { ask, backward, forward } from './ask.ts'

interface Wanted {
  /** Options of the bridges of d1 and d2. */
  readonly bridge?: Partial<BridgeOptions>
  /** A cable between d1 and d2 closes the ring. */
  readonly ring?: boolean
}

/** Gateways on two routing switches: VRRP on br0.10 and on the bridge itself, native VLAN 20; host and server at an access switch. */
function campus({ bridge = {}, ring = false }: Wanted = {}) {
  const net = compose('svi')
  const trunk = { native: 20, tagged: [10] }
  const access = net.node('access', { role: 'switch' })
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
  const uplinks = [1, 2].map((number) => {
    const sw = net.node(`d${String(number)}`, { role: 'switch', forwarding: true })
    const up = net.link(sw.port('down', { vlans: trunk }), access.port(`up${String(number)}`, { vlans: trunk }))
    const ports = ring ? ['down', 'peer'] : ['down']
    const [ten, twenty] = [10, 20].map((vlan) => `10.0.${String(vlan)}.${String(number + 1)}/24`)
    sw.bridge('br0', { ports, vlans: trunk, addresses: [twenty ?? ''], ...bridge })
    sw.vlan('br0.10', { parent: 'br0', vlan: 10, addresses: [ten ?? ''] })
    const priority = 200 - 50 * number
    sw.virtualRouter('TEN', { interface: 'br0.10', vrid: 10, priority, addresses: ['10.0.10.1/24'] })
    sw.virtualRouter('TWENTY', { interface: 'br0', vrid: 20, priority, addresses: ['10.0.20.1/24'] })
    return { sw, up }
  })
  const [one, two] = uplinks
  if (one === undefined || two === undefined) throw new Error('two switches')
  if (ring) net.link(one.sw.port('peer', { vlans: trunk }), two.sw.port('peer', { vlans: trunk }))
  net.link(host.port('eth0', { addresses: ['10.0.10.10/24'] }), access.port('p1', { vlans: { native: 10 } }))
  net.link(server.port('eth0', { addresses: ['10.0.20.20/24'] }), access.port('p2', { vlans: { native: 20 } }))
  const tree = bridge.stp === undefined ? {} : { stp: { ...bridge.stp, priority: 0 } }
  access.bridge('br0', { ports: ['up1', 'up2', 'p1', 'p2'], ...tree })
  host.route('default', '10.0.10.1')
  server.route('default', '10.0.20.1')
  return { topology: net.build(), uplink: one.up, other: two.up }
}

/** The same without what the bridges themselves are in, which `build` refuses. */
const forgetful = ({ nodes, ...topology }: Topology): Topology => ({
  ...topology,
  nodes: nodes.map((node) => ({
    ...node,
    interfaces: node.interfaces.map((one) =>
      one.kind === 'bridge' ? { ...one, vlans: { native: null, tagged: [] } } : one,
    ),
  })),
})

/** 2A + skew to 3A + skew, priority 100. */
const TAKEOVER = [2609.375, 3609.375]

describe('gateways on a bridge that is itself in their VLANs', () => {
  it('move when the switch loses its only trunk: its address with a VLAN device, and that of the bridge itself', () => {
    const { uplink, ...site } = campus()
    const theory = ask(site, linkCut(uplink), { streams: 1 })
    expect([forward(theory), backward(theory)]).toEqual([TAKEOVER, TAKEOVER])
  })

  it('move one by one where the trunk loses a VLAN: the old switch still routes into it, as its bridge has carrier', () => {
    const { uplink, ...site } = campus()
    const theory = ask(site, vlanMissing(uplink, 10), { streams: 1 })
    expect([forward(theory), backward(theory)]).toEqual([TAKEOVER, 'never'])
  })

  it('are reached by nobody where the bridge is in none', () => {
    const { uplink, ...site } = campus()
    const theory = ask({ ...site, topology: forgetful(site.topology) }, linkCut(uplink), { streams: 1 })
    expect([forward(theory), backward(theory)]).toEqual(['silent', 'silent'])
  })
})

describe('a bridge that something stands on', () => {
  const stp = { hello: '1s', maxAge: '6s', forwardDelay: '4s' } as const

  // d1 loses its root port, and its other one is open already, towards d2.
  it('with a spanning tree keeps its carrier where another port forwards', () => {
    const { uplink, ...site } = campus({ bridge: { stp: { ...stp, priority: 4096 } }, ring: true })
    expect(forward(ask(site, linkCut(uplink), { streams: 1, holdNs: 30e9 }))).not.toBe('silent')
  })

  // Its other port, towards d1, is blocked: br_port_state_selection counts no port that forwards.
  it('has no carrier until the tree opens its other port, and what follows from that has no bound', () => {
    const { other, ...site } = campus({ bridge: { stp: { ...stp, priority: 4096 } }, ring: true })
    expect(ask(site, linkCut(other), { streams: 1, holdNs: 30e9 }).silent[0]).toContain('d2:br0 has no carrier until')
  })

  it('flaps unseen: what its node learns of that has no bound', () => {
    const { uplink, ...site } = campus()
    const flap = linkFlap(uplink, { period: '2s', count: 2 })
    expect(ask(site, flap, { streams: 1 }).silent[0]).toContain('d1:br0 loses its carrier')
  })
})
