import { expect, test } from 'vitest'
import { nodeDown } from '../../chaos/index.ts'
import { cablesOf } from '../../src/model/handle.ts'
import { riskLabels, risk } from '../../src/words/risk.ts'
import { gatewayPair } from '../../topologies/index.ts'

const site = gatewayPair()

const stepsOf = (node: typeof site.r1 | typeof site.sw1) =>
  cablesOf(site.topology, node).map((cable) => nodeDown(node).steps(site.topology, cable))

test('darkens every cable of the node, the neighbours first, stops what runs in it before, and kills it once nothing leaves it', () => {
  const steps = stepsOf(site.r1)
  const numbers = cablesOf(site.topology, site.r1).map(({ cable }) => site.topology.cables.indexOf(cable))
  expect(steps).toHaveLength(2)
  expect(steps.flatMap(({ inject }) => inject.map(({ atNs }) => atNs))).toEqual([0, 1, 0, 1])
  const operations = steps.flatMap(({ inject }) => inject.flatMap((batch) => batch.operations))
  expect(operations).toEqual([
    { op: 'pause', node: 'r1', paused: true },
    { op: 'light', cable: numbers[0], end: 'b', on: false },
    { op: 'power', node: 'r1', on: false },
    { op: 'light', cable: numbers[0], end: 'a', on: false },
    { op: 'light', cable: numbers[1], end: 'b', on: false },
    { op: 'light', cable: numbers[1], end: 'a', on: false },
  ])
})

test('starts what runs in it before there is light again', () => {
  const [first] = stepsOf(site.r1).flatMap(({ heal }) => heal)
  expect(first).toEqual({ op: 'power', node: 'r1', on: true })
})

test('shows itself by both ends of each cable, and by nothing that runs', () => {
  expect(stepsOf(site.r1)[0]?.proof).toEqual([
    { check: 'carrier', at: site.r1.lan.near, is: 'down' },
    { check: 'carrier', at: site.r1.lan.far, is: 'down' },
    { check: 'dead', node: 'r1' },
  ])
})

test('nodes of one feed go dark together: every cable once, every node once', () => {
  const { nodes } = risk(site, 'feed-a')
  const cables = cablesOf(site.topology, nodes)
  expect(nodes.nodes.map(({ node }) => node.name)).toEqual(['sw1', 'r1'])
  expect(cables.map(({ cable }) => cable.name)).toEqual([
    'host:eth0--sw1:eth1',
    'r1:lan--sw1:eth2',
    'sw1:eth3--sw2:eth3',
    'r1:wan--wan:eth1',
  ])
  const steps = cables.map((cable) => nodeDown(nodes).steps(site.topology, cable))
  expect(steps.flatMap(({ heal }) => heal.filter(({ op }) => op === 'power'))).toEqual([
    { op: 'power', node: 'sw1', on: true },
    { op: 'power', node: 'r1', on: true },
  ])
  expect(steps.flatMap(({ inject }) => inject.flatMap(({ operations }) => operations))).toHaveLength(12)
  expect(nodeDown(nodes).on).toBe('nodes at feed-a')
})

test('every label of a topology finds somebody', () => {
  for (const label of riskLabels(site.topology)) {
    const { nodes, cables } = risk(site, label)
    expect(nodes.nodes.length + cables.cables.length, label).toBeGreaterThan(0)
  }
})
