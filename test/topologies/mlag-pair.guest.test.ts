import { describe, expect, test } from 'vitest'
import { linkCut, nodeDown } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { cablesOf } from '../../src/model/handle.ts'
import { seconds } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { mlagPair, type MlagPair, type MlagPairOptions } from '../../topologies/index.ts'
import { judge, judgementText, type Expected } from '../delivery/judge.ts'
import { stationsOf } from '../delivery/stations.ts'
import { inside } from '../guest/inside.ts'
import type { Case } from './mlag-pair.inside.ts'
import type * as entry from './mlag-pair.inside.ts'

interface JudgedCase extends Case {
  readonly expected: Expected
}

const ALL: Expected = () => 'all'
const without =
  (...lonely: readonly string[]): Expected =>
  (from, to) =>
    lonely.includes(from) || lonely.includes(to) ? 'none' : 'all'
/** The orphans are apart, and whoever has two legs reaches an orphan by one of them only. */
const SPLIT: Expected = (from, to) =>
  !to.startsWith('o') ? 'all' : from.startsWith('o') ? (from === to ? 'all' : 'none') : 'some'

const HEALTHY = { name: 'healthy', expected: ALL }
const HEALED = { name: 'healthy again', expected: ALL }

const legCuts = (site: MlagPair): JudgedCase[] => [
  broken(site, "the host's leg to the primary cut", ALL, linkCut(site.host(1).leg1)),
  broken(site, "the host's leg to the secondary cut", ALL, linkCut(site.host(1).leg2)),
  broken(site, "the server's leg to the primary cut", ALL, linkCut(site.server(1).leg1)),
  broken(site, "the server's leg to the secondary cut", ALL, linkCut(site.server(1).leg2)),
]
const channels = (site: MlagPair): JudgedCase[] => [
  broken(site, 'heartbeat cut', ALL, linkCut(site.heartbeat)),
  broken(site, 'peer link cut', without('o2'), linkCut(site.peer)),
]
const switches = (site: MlagPair): JudgedCase[] => [
  broken(site, 'primary dead', without('o1'), nodeDown(site.switch1)),
  broken(site, 'secondary dead', without('o2'), nodeDown(site.switch2)),
]

const SITES: Readonly<Record<string, readonly [MlagPairOptions, (site: MlagPair) => JudgedCase[]]>> = {
  'one pair': [
    {},
    (site) => [
      ...legCuts(site),
      ...channels(site),
      ...switches(site),
      broken(site, 'peer link and heartbeat cut', SPLIT, linkCut([site.peer, site.heartbeat])),
    ],
  ],
  'VLANs on every trunk': [{ vlans: [10, 300] }, (site) => [...legCuts(site).slice(0, 1), ...channels(site).slice(1)]],
  'both active at a split': [
    { splitBrain: 'bothActive' },
    (site) => [broken(site, 'peer link cut', SPLIT, linkCut(site.peer))],
  ],
  'two pairs and a LAG between them': [
    { pairs: 2 },
    (site) => [
      ...legCuts(site).slice(0, 1),
      broken(site, 'leg between the primaries cut', ALL, linkCut(site.between(1))),
      broken(site, 'peer link of the second pair cut', ALL, linkCut(site.pair(2).peer)),
      broken(site, 'primary of the second pair dead', ALL, nodeDown(site.pair(2).primary)),
    ],
  ],
}

describe.each(Object.keys(SITES))('%s', (name) => {
  test('everybody gets what is for him, once, whatever is broken', async () => {
    const [options, casesOf] = SITES[name] ?? [{}, () => []]
    const site = mlagPair(options)
    const cases = casesOf(site)
    const input = { topology: site.topology, stations: stationsOf(site.topology), cases }
    using guest = await inside<typeof entry>(new URL('mlag-pair.inside.ts', import.meta.url), input)
    const judged = [HEALTHY, ...cases, HEALED].map(({ name, expected }) => {
      const sent = guest.result.find((one) => one.name === name)?.sent ?? []
      const judgement = judge(sent, expected)
      return `${name}: ${judgement.expected === 0 ? 'nothing expected' : judgementText(judgement)}`
    })
    expect(judged).toEqual([HEALTHY, ...cases, HEALED].map((one) => `${one.name}: clean`))
  })
})

function broken({ topology }: MlagPair, name: string, expected: Expected, fault: Fault): JudgedCase {
  const steps = cablesAt(topology, fault).map((cable) => fault.steps(topology, cable))
  return {
    name,
    expected,
    inject: steps.flatMap(({ inject }) => inject.flatMap(({ operations }) => operations)),
    heal: steps.flatMap(({ heal }) => heal),
    restNs: seconds(1),
  }
}

function cablesAt(topology: Topology, { target }: Fault) {
  if (target.handle === 'node' || target.handle === 'nodes') return cablesOf(topology, target)
  if (target.handle === 'selector') throw new Error(target.text)
  return target.handle === 'cable' ? [target] : target.cables
}
