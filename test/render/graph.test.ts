import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compose, vlans } from '../../src/compose/index.ts'
import type { Topology } from '../../src/model/topology.ts'
import { GRAPH_FORMATS, renderGraph } from '../../src/render/graph.ts'
import { drawings, withDrawing } from '../../tools/drawings.ts'
import {
  activeActive,
  campus,
  dualHomedActiveBackup,
  dualHomedLag,
  dualUplink,
  dualUplinkBgp,
  gatewayPair,
  leafSpine,
  mlagPair,
  nPlusOne,
  redundantSwitches,
  routedCampus,
  routerPair,
  separatedNetworks,
  servicePair,
} from '../../topologies/index.ts'
import { backhoe } from '../lab/front-door.ts'

const golden: Readonly<Record<string, () => Topology>> = {
  'gateway-pair': () => gatewayPair().topology,
  'dual-homed-active-backup': () => dualHomedActiveBackup({ vlans: [10, 20] }).topology,
  'dual-homed-lag': () => dualHomedLag().topology,
  'mlag-pair': () => mlagPair({ vlans: [10] }).topology,
  'mlag-two-pairs': () => mlagPair({ vlans: [10], orphans: 0, pairs: 2 }).topology,
  'active-active': () => activeActive().topology,
  'dual-uplink': () => dualUplink().topology,
  'dual-uplink-bgp': () => dualUplinkBgp().topology,
  'leaf-spine': () => leafSpine({ leaves: 2 }).topology,
  'n-plus-one': () => nPlusOne({ servers: 2 }).topology,
  'routed-campus': () => routedCampus().topology,
  'router-pair': () => routerPair().topology,
  'service-pair': () => servicePair().topology,
  'separated-networks': () => separatedNetworks({ switches: 1 }).topology,
  'redundant-switches': () => redundantSwitches({ vlans: [10] }).topology,
  'redundant-switches-rstp': () => redundantSwitches({ loopFree: 'rstp', access: 1 }).topology,
  'redundant-switches-lag': () => redundantSwitches({ loopFree: 'lag', vlans: [10] }).topology,
  'redundant-switches-mlag': () => redundantSwitches({ loopFree: 'mlag', access: 1 }).topology,
  campus: () => campus().topology,
  'campus-mlag': () => campus({ loopFree: 'mlag' }).topology,
}

const drawn = Object.entries(golden).flatMap(([name, build]) =>
  GRAPH_FORMATS.map((format) => [`${name}.${format === 'dot' ? 'dot' : 'mmd'}`, format, build] as const),
)

test.each(drawn)('%s is drawn as it was', async (file, format, build) => {
  await expect(renderGraph(build(), format)).toMatchFileSnapshot(`../golden/graph/${file}`)
})

test.each(GRAPH_FORMATS)('%s draws each node and each cable once', (format) => {
  for (const build of Object.values(golden)) {
    const { nodes, cables } = build()
    const lines = renderGraph(build(), format).split('\n')
    const [edge, node] = format === 'dot' ? [/^ {2}".*" -- "/, /^ {2}".*" \[shape/] : [/^ {2}n\d+ ---/, /^ {2}n\d+[[{]/]
    expect(lines.filter((line) => edge.test(line))).toHaveLength(cables.length)
    expect(lines.filter((line) => node.test(line))).toHaveLength(nodes.length)
  }
})

test('a member of a bond has the VLANs of its bond, and a label of the peer link is no VLAN', () => {
  const text = renderGraph(mlagPair({ vlans: [10] }).topology, 'dot')
  expect(text).toContain('"h1" -- "sw2" [label="eth1 – h1 (tagged 10)')
  expect(text).toContain('802.1ad label 99 of peer')
  expect(text).not.toContain('VLAN 99')
})

test('a bridge and its ports say what they do otherwise than by default', () => {
  const net = compose('ports')
  const [sw, hub] = [net.node('sw', { role: 'switch' }), net.node('hub', { role: 'switch' })]
  net.link(sw.port('p1', { learning: false, isolated: true, neighSuppress: true }), hub.port('p1'))
  sw.bridge('br0', { ports: ['p1'], ageing: '10s' })
  hub.bridge('br0', { ports: ['p1'], ageing: '0s' })
  const text = renderGraph(net.build(), 'dot')
  expect(text).toContain('"sw" -- "hub" [label="p1 (learns nothing, isolated, suppresses neighbour questions) – p1')
  expect(text).toContain('br0 bridge of p1, ageing 10 s')
  expect(text).toContain('br0 bridge of p1, learns nothing')
})

test('VLANs have their names', () => {
  const { servers, voice } = vlans({ servers: 10, voice: 20 })
  const net = compose('names')
  const [a, b] = [net.node('a', { role: 'host' }), net.node('b', { role: 'switch' })]
  net.link(a.port('eth0'), b.port('p1', { vlans: { native: servers, untagged: [30], tagged: [voice] } }))
  a.vlan('eth0.20', { parent: 'eth0', vlan: voice })
  b.bridge('br0', { ports: ['p1'] })
  const text = renderGraph(net.build(), 'dot')
  expect(text).toContain('p1 (untagged 10 (servers), leaves untagged 30, tagged 20 (voice))')
  expect(text).toContain('eth0.20 VLAN 20 (voice) of eth0')
  expect(renderGraph(dualHomedActiveBackup({ vlans: [servers, voice] }).topology, 'dot')).toContain(
    'tagged 10 (servers) 20 (voice)',
  )
})

test('a label may hold whatever it likes', () => {
  const net = compose('labels')
  const [a, b] = ['end', 'b'].map((name) => net.node(name, { role: 'host', risks: ['"feed" <a> \\ #1'] }))
  if (a === undefined || b === undefined) throw new Error('two nodes')
  net.link(a.port('eth0'), b.port('eth0'))
  const topology = net.build()
  expect(renderGraph(topology, 'dot')).toContain('\\nrisks: \\"feed\\" <a> \\\\ #1"]')
  expect(renderGraph(topology, 'mermaid')).toContain('n0["end (host)<br/>risks: #34;feed#34; #60;a#62; \\ #35;1"]')
})

test.each(Object.entries(drawings))('docs/topologies.md shows %s as it is drawn', (name, draw) => {
  const page = readFileSync(new URL('../../docs/topologies.md', import.meta.url), 'utf8')
  expect(withDrawing(page, name, draw())).toBe(page)
})

test('the command draws a lab by its name, as Mermaid unless told otherwise', async () => {
  const drawn = await backhoe('graph', 'gateway-pair')
  expect(drawn).toMatchObject({ code: 0, err: '', out: renderGraph(gatewayPair().topology, 'mermaid') })
  const refused = await backhoe('graph', 'gateway-pair', '--format', 'gif')
  expect(refused.code).toBe(64)
  expect(refused.err).toContain('mermaid, dot')
})
