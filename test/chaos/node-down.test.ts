import { expect, test } from 'vitest'
import { nodeDown } from '../../chaos/index.ts'
import { cablesOf } from '../../src/model/handle.ts'
import { gatewayPair } from '../../topologies/index.ts'

const site = gatewayPair()

const stepsOf = (node: typeof site.r1 | typeof site.sw1) =>
  cablesOf(site.topology, node).map((cable) => nodeDown(node).steps(site.topology, cable))

test('darkens every cable of the node, the neighbours first, and kills its daemons once', () => {
  const steps = stepsOf(site.r1)
  const numbers = cablesOf(site.topology, site.r1).map(({ cable }) => site.topology.cables.indexOf(cable))
  expect(steps).toHaveLength(2)
  expect(steps.flatMap(({ inject }) => inject.map(({ atNs }) => atNs))).toEqual([0, 1, 0, 1])
  const operations = steps.flatMap(({ inject }) => inject.flatMap((batch) => batch.operations))
  expect(operations).toEqual([
    { op: 'daemons', node: 'r1', run: false },
    { op: 'light', cable: numbers[0], end: 'b', on: false },
    { op: 'light', cable: numbers[0], end: 'a', on: false },
    { op: 'light', cable: numbers[1], end: 'b', on: false },
    { op: 'light', cable: numbers[1], end: 'a', on: false },
  ])
})

test('starts the daemons before there is light again', () => {
  const [first] = stepsOf(site.r1).flatMap(({ heal }) => heal)
  expect(first).toEqual({ op: 'daemons', node: 'r1', run: true })
})

test('a node without daemons is dark and nothing else', () => {
  const operations = stepsOf(site.sw1).flatMap(({ inject }) => inject.flatMap((batch) => batch.operations))
  expect(operations.every(({ op }) => op === 'light')).toBe(true)
  expect(operations).toHaveLength(6)
})

test('shows itself by both ends of each cable, and by daemons that are gone', () => {
  expect(stepsOf(site.r1)[0]?.proof).toEqual([
    { check: 'carrier', at: site.r1.lan.near, is: 'down' },
    { check: 'carrier', at: site.r1.lan.far, is: 'down' },
    { check: 'no-daemons', node: 'r1' },
  ])
})
