import { expect, test } from 'vitest'
import { compose } from '../../src/compose/index.ts'
import { nodeOf, type Topology } from '../../src/model/topology.ts'
import { layOut } from '../../src/picture/lay-out.ts'
import type { Box, Layout, PlacedNode } from '../../src/picture/layout.ts'
import { campus, gatewayPair, mlagPair, redundantSwitches } from '../../topologies/index.ts'
import { strange, topologies } from './topologies.ts'

const placed = (layout: Layout, name: string): PlacedNode => {
  const node = layout.nodes.find((one) => one.name === name)
  if (node === undefined) throw new Error(`no node ${name}`)
  return node
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const contains = (outer: Box, inner: Box): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height

test.each(Object.entries(topologies))(
  '%s: nothing lies on another, and each thing is where it belongs',
  async (_, build) => {
    const layout = await layOut(build())
    const whole = { x: 0, y: 0, width: layout.width, height: layout.height }
    for (const node of layout.nodes) {
      expect(contains(whole, node)).toBe(true)
      for (const other of layout.nodes)
        if (other !== node) expect([node.name, other.name, overlap(node, other)]).toContain(false)
      for (const frame of layout.frames)
        expect([node.name, frame.nodes, contains(frame, node), overlap(frame, node)]).toEqual([
          node.name,
          frame.nodes,
          frame.nodes.includes(node.name),
          frame.nodes.includes(node.name),
        ])
      for (const { x, y } of node.ports) {
        const isOnEdge = [node.x, node.x + node.width].includes(x) || [node.y, node.y + node.height].includes(y)
        expect([node.name, x, y, isOnEdge]).toContain(true)
      }
      for (const chip of node.chips) expect(contains(node, chip)).toBe(true)
    }
    for (const { a, b, points } of layout.cables) {
      const ends = [a, b].map((end) =>
        placed(layout, end.node).ports.filter(({ interface: name }) => name === end.interface),
      )
      expect(ends[0]?.some(({ x, y }) => x === points[0]?.x && y === points[0].y)).toBe(true)
      expect(ends[1]?.some(({ x, y }) => x === points.at(-1)?.x && y === points.at(-1)?.y)).toBe(true)
    }
  },
)

test('the same topology gives the same bytes', async () => {
  const [first, second] = [await layOut(campus().topology), await layOut(campus().topology)]
  expect(JSON.stringify(second)).toBe(JSON.stringify(first))
})

test('packets go from left to right: hosts, switches, routers, servers; a pair is one column', async () => {
  const layout = await layOut(gatewayPair().topology)
  const x = (name: string): number => placed(layout, name).x
  expect(x('sw1')).toBe(x('sw2'))
  expect(x('r1')).toBe(x('r2'))
  const way = ['host', 'sw1', 'r1', 'wan', 'server'].map(x)
  expect(way).toEqual([...way].sort((a, b) => a - b))
  expect(layout.frames.map(({ nodes, title, shared }) => ({ nodes, title, shared }))).toEqual([
    { nodes: ['r1', 'r2'], title: 'VRID 51', shared: ['10.0.1.1', '10.0.2.1'] },
    { nodes: ['sw1', 'sw2'], title: '', shared: [] },
  ])
})

test.each([
  ['a host at an MLAG pair', () => mlagPair({ vlans: [10] }).topology, 'h1'],
  ['a stack', () => redundantSwitches({ loopFree: 'lag', vlans: [10] }).topology, 'stack'],
  ['a host of a campus', () => campus().topology, 'h2'],
] as const)('legs of each bond lie side by side: %s', async (_, build, name) => {
  const { ports } = placed(await layOut(build()), name)
  const order = ports
    .filter(({ side }) => side === 'west' || side === 'east')
    .sort((a, b) => a.x - b.x || a.y - b.y)
    .map(({ bond }) => bond ?? '')
  const runs = order.filter((bond, index) => bond !== '' && bond !== order[index - 1])
  expect(new Set(runs).size).toBe(runs.length)
  expect(runs.length).toBeGreaterThan(0)
})

test('what is configured to be active is a filled chip', async () => {
  const layout = await layOut(gatewayPair().topology)
  const chips = ['r1', 'r2'].map((name) => placed(layout, name).chips.map(({ text, isActive }) => [text, isActive]))
  expect(chips).toEqual([
    [
      ['LAN 150', true],
      ['WAN 150', true],
    ],
    [
      ['LAN 100', false],
      ['WAN 100', false],
    ],
  ])
})

test('200 nodes are folded by layer, and each box says for what it stands', async () => {
  const topology = campus({ access: 40, hosts: 145, servers: 8 }).topology
  const layout = await layOut(topology)
  const folded = layout.nodes.flatMap(({ folded = [] }) => folded)
  const alone = layout.nodes.filter((node) => node.folded === undefined).map(({ name }) => name)
  expect([...folded, ...alone].sort()).toEqual(topology.nodes.map(({ name }) => name).sort())
  expect(layout.cables.reduce((sum, { count }) => sum + count, 0)).toBe(topology.cables.length)
  expect(layout.nodes.length).toBeLessThan(20)
  const twins = await layOut(campus({ access: 4, hosts: 12 }).topology, { fold: 'twins' })
  expect(twins.nodes.filter(({ folded }) => folded !== undefined).map(({ folded }) => folded?.length)).toContain(3)
})

test('a containerlab file has no roles: what forwards or bridges is drawn between the hosts', async () => {
  const net = compose('black-boxes')
  const nodes = ['pc', 'srl', 'web'].map((name) => net.node(name, { role: 'host' }))
  const [pc, srl, web] = nodes
  if (pc === undefined || srl === undefined || web === undefined) throw new Error('three nodes')
  net.link(pc.port('eth0'), srl.port('e1-1'))
  net.link(srl.port('e1-2'), web.port('eth0'))
  const topology = { ...net.build(), containerlab: {} } as unknown as Topology
  const layout = await layOut(topology)
  expect(layout.nodes.map(({ role }) => role)).toEqual(['host', 'router', 'host'])
  expect(nodeOf(topology, 'srl').role).toBe('host')
  expect(placed(layout, 'pc').x).toBeLessThan(placed(layout, 'srl').x)
  expect(placed(layout, 'srl').x).toBeLessThan(placed(layout, 'web').x)
})

test('names are shortened in the middle of what is drawn, and whole in what is told', async () => {
  const { topology, names } = strange()
  const layout = await layOut(topology)
  expect(layout.nodes.map(({ details }) => details[0])).toEqual(names)
  for (const { text } of layout.nodes.flatMap(({ texts }) => texts)) expect(text.length).toBeLessThanOrEqual(44)
  expect(layout.width).toBeLessThan(2000)
})
