import { expect, test } from 'vitest'
import { isLab } from './examine.ts'
import { firstWith } from './first-with.ts'
import { labSpecOf } from './generate/lab.ts'
import { shrink } from './shrink.ts'
import type { LabSpec } from './spec.ts'

const TRAFFIC: LabSpec['traffic'] = {
  web: { traffic: 'flow', from: { node: 'host' }, to: { node: 'server' }, options: { rate: '50pps' } },
  bulk: { traffic: 'flow', from: { node: 'server' }, to: { node: 'host' }, options: { size: '1472B' } },
}
const FLAPPING: LabSpec = {
  topology: { generator: 'gatewayPair', options: { advertInterval: '500ms', priority: { r1: 200, r2: 90 } } },
  traffic: TRAFFIC,
  experiment: {
    fault: { fault: 'linkFlap', on: { path: ['active', 'lan'] }, options: { period: '2s', count: 3, duty: 0.25 } },
    drift: { fault: 'impair', on: { cable: 'host:eth0--sw1:eth1' }, options: { loss: '1%' } },
    hold: '9000ms',
    recover: '5000ms',
    settle: '3000ms',
    targets: { web: { outage: '< 4s' }, bulk: { outage: '< 4s' } },
  },
}

const PLENTY = 1000

test('a lab that fails by its fault alone loses everything else', async () => {
  expect(isLab(FLAPPING)).toBe(true)
  const small = await shrink(FLAPPING, (one) => Promise.resolve(one.experiment.fault.fault === 'linkFlap'), PLENTY)
  expect(isLab(small)).toBe(true)
  expect(Object.keys(small.traffic)).toHaveLength(1)
  expect(small.topology).toEqual({ generator: 'gatewayPair', options: {} })
  expect(Object.keys(small.experiment).sort()).toEqual(['fault', 'hold', 'targets'])
})

test('a composed lab loses the nodes that it does not fail by', async () => {
  const spec = firstWith(/"nodes".*"virtualRouter".*"s1"/)
  const bonds = (one: LabSpec): boolean => JSON.stringify(one).includes('"virtualRouter"')
  const small = await shrink(spec, (one) => Promise.resolve(bonds(one)), PLENTY)
  expect(isLab(small)).toBe(true)
  const count = ({ topology }: LabSpec): number => ('nodes' in topology ? topology.nodes.length : 0)
  expect(count(small)).toBeLessThan(count(spec))
  expect(JSON.stringify(small).match(/"virtualRouter"/g)).toHaveLength(1)
})

test('no more runs than there are to spend, and what does not fail stays as it is', async () => {
  const spec = labSpecOf(1)
  let runs = 0
  const never = (): Promise<boolean> => Promise.resolve((runs++, false))
  expect(await shrink(spec, never, 5)).toEqual(spec)
  expect(runs).toBe(5)
})
