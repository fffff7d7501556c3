import { expect, test } from 'vitest'
import { compose, vlans } from '../../src/compose/index.ts'
import { told } from '../told.ts'

/** What JavaScript, or a lab that nobody has type-checked, may hand over. */
const unchecked = (value: unknown): never => value as never

const cases: Readonly<Record<string, () => unknown>> = {
  vlans: () => {
    const net = compose('vlans')
    const a = net.node('a', { role: 'host' })
    const sw = net.node('sw', { role: 'switch' })
    net.link(a.port('eth0'), sw.port('eth1', { vlans: { native: 0, tagged: [10, 4095] } }))
    net.node('b', { role: 'host' }).port('eth0', { vlans: unchecked({ untagged: 10, trunk: [20] }) })
    a.vlan('eth0.4096', { parent: 'eth0', vlan: 4096 })
    a.vlan('eth0.20', { parent: 'eth9', vlan: 20 })
    net.build()
  },
  // What an engineer draws first: gateways on the switches. One problem for each bridge, and no word of overlapping addresses.
  'bridges-not-in-vlan': () => {
    const net = compose('bridges-not-in-vlan')
    const trunk = { tagged: [10, 20] }
    const [d1, d2] = ['d1', 'd2'].map((name) => net.node(name, { role: 'switch', forwarding: true }))
    const access = net.node('access', { role: 'switch' })
    const hosts = ['h10', 'h20'].map((name) => net.node(name, { role: 'host' }))
    for (const [number, sw] of [d1, d2].entries()) {
      net.link(sw?.port('down', { vlans: trunk }) as never, access.port(`up${String(number)}`, { vlans: trunk }))
      sw?.bridge('br0', number === 0 ? { ports: ['down'] } : { ports: ['down'], vlans: { native: 10 } })
      for (const vlan of [10, 20]) {
        sw?.vlan(`br0.${vlan}`, { parent: 'br0', vlan, addresses: [`10.0.${vlan}.${String(number + 2)}/24`] })
        const virtual = { vrid: vlan, priority: 150 - number, addresses: [`10.0.${vlan}.1/24`] }
        sw?.virtualRouter(`VLAN${vlan}`, { interface: `br0.${vlan}`, ...virtual })
      }
    }
    for (const [number, host] of hosts.entries()) {
      const vlan = 10 + 10 * number
      const port = access.port(`p${String(number)}`, { vlans: { native: vlan } })
      net.link(host.port('eth0', { addresses: [`10.0.${vlan}.10/24`] }), port)
    }
    access.bridge('br0', { ports: ['up0', 'up1', 'p0', 'p1'], addresses: ['10.0.10.9/24'] })
    access.macvlan('mac0', { parent: 'br0', addresses: ['10.0.20.9/24'] })
    net.build()
  },
  'vlans-without-effect': () => {
    const net = compose('vlans-without-effect')
    const [a, b] = [net.node('a', { role: 'switch' }), net.node('b', { role: 'switch' })]
    const vlans = { tagged: [10] }
    net.link(a.port('eth0', { vlans }), b.port('eth0', { vlans }))
    net.link(a.port('eth1', { vlans }), b.port('eth1', { vlans }))
    net.link(a.port('eth2', { vlans, learning: false, isolated: true }), b.port('eth2', { neighSuppress: true }))
    net.link(a.port('eth3', { isolated: true }), b.port('eth3'))
    a.bridge('br0', { ports: ['eth0'], vlanFiltering: false, vlans })
    b.bond('bond0', { mode: 'active-backup', members: ['eth0', 'eth1'] })
    b.bridge('br0', { ports: ['bond0', 'eth2'], vlanFiltering: true, vlans })
    b.vlan('outer', { parent: 'br0', vlan: 10, protocol: '802.1ad', addresses: ['10.0.0.1/24'] })
    a.bridge('br1', { ports: ['eth1', 'eth2'], rstp: {}, vlans, ageing: '1500ms' })
    a.vlan('br1.10', { parent: 'br1', vlan: 10 })
    net.build()
  },
  'vlans-twice': () => {
    const net = compose('vlans-twice')
    const [a, b] = [net.node('a', { role: 'switch' }), net.node('b', { role: 'switch' })]
    net.link(
      a.port('eth0', { vlans: { native: 10, untagged: [20], tagged: [10] } }),
      b.port('eth0', { vlans: { native: unchecked('voice'), untagged: [20, 20], tagged: [4095] } }),
    )
    net.link(a.port('eth1', { vlans: { native: 10, untagged: [20] } }), b.port('eth1'))
    a.bridge('br0', { ports: ['eth0'] })
    a.bridge('br1', { ports: ['eth1'], rstp: {} })
    b.bridge('br0', { ports: ['eth0'] })
    b.vlan('eth1.10', { parent: 'eth1', vlan: unchecked('voice') })
    net.build()
  },
  'vlan-names': () => vlans({ servers: 10, voice: 10, 'two words': 20, last: 4095 }),
}

test.each(Object.entries(cases))('%s: every problem at once', async (name, body) => {
  await expect(told(body)).toMatchFileSnapshot(`../golden/errors/topology-${name}.txt`)
})
