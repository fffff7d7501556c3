import { expect, test } from 'vitest'
import { nodePause } from '../../chaos/index.ts'
import { cablesOf } from '../../src/model/handle.ts'
import { gatewayPair } from '../../topologies/index.ts'

const site = gatewayPair()

test('stops the processes of a node once, whatever the number of its cables, and lets them go on', () => {
  const steps = cablesOf(site.topology, site.r1).map((cable) => nodePause(site.r1).steps(site.topology, cable))
  expect(steps.flatMap(({ inject }) => inject)).toEqual([
    { atNs: 0, operations: [{ op: 'pause', node: 'r1', paused: true }] },
  ])
  expect(steps.flatMap(({ heal }) => heal)).toEqual([{ op: 'pause', node: 'r1', paused: false }])
  expect(steps.flatMap(({ proof }) => proof)).toEqual([{ check: 'paused', node: 'r1' }])
})
