import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CableHandle } from '../../src/model/handle.ts'
import type { Operation } from '../../src/model/operation.ts'
import { seconds } from '../../src/model/time.ts'
import { nodeOf, type Topology } from '../../src/model/topology.ts'
import { mlagPair } from '../../topologies/index.ts'
import { judge, judgementText, type Expected } from '../delivery/judge.ts'
import type { Station } from '../delivery/matrix.ts'
import { inside, type Inside } from '../guest/inside.ts'
import type * as entry from './mlag-pair.inside.ts'

const site = mlagPair()
const { topology } = site

const ALL: Expected = () => 'all'
const without =
  (...lonely: readonly string[]): Expected =>
  (from, to) =>
    lonely.includes(from) || lonely.includes(to) ? 'none' : 'all'

const dark = (on: boolean, ...cables: readonly CableHandle[]): Operation[] =>
  cables.flatMap(({ cable }) =>
    (['a', 'b'] as const).map((end) => ({ op: 'light', cable: topology.cables.indexOf(cable), end, on }) as const),
  )
const cut = (name: string, expected: Expected, ...cables: readonly CableHandle[]) => ({
  name,
  expected,
  inject: dark(false, ...cables),
  heal: dark(true, ...cables),
  restNs: seconds(1),
})

const CASES = [
  cut("the host's leg to the primary cut", ALL, site.host(1).leg1),
  cut("the host's leg to the secondary cut", ALL, site.host(1).leg2),
  cut("the server's leg to the primary cut", ALL, site.server(1).leg1),
  cut("the server's leg to the secondary cut", ALL, site.server(1).leg2),
  cut('heartbeat cut', ALL, site.heartbeat),
  cut('peer link cut', without('o2'), site.peer),
]

let guest: Inside<Awaited<ReturnType<typeof entry.default>>> | undefined
beforeAll(async () => {
  const input = { topology, stations: stationsOf(topology), cases: CASES }
  guest = await inside<typeof entry>(new URL('mlag-pair.inside.ts', import.meta.url), input)
})
afterAll(() => {
  guest?.[Symbol.dispose]()
})

test.each([{ name: 'healthy', expected: ALL }, ...CASES, { name: 'healthy again', expected: ALL }])(
  '$name: everybody gets what is for him, once',
  ({ name, expected }) => {
    const sent = guest?.result.find((one) => one.name === name)?.sent ?? []
    const judgement = judge(sent, expected)
    expect(judgementText(judgement)).toBe('clean')
    expect(judgement.expected).toBeGreaterThan(0)
  },
)

function stationsOf(topology: Topology): Station[] {
  return topology.nodes
    .filter(({ role }) => role !== 'switch')
    .map(({ name }) => {
      const node = nodeOf(topology, name)
      const device = node.interfaces.find((one) => one.addresses.length > 0)
      if (device === undefined) throw new Error(name)
      return { node: name, device: device.name, mac: device.mac }
    })
}
