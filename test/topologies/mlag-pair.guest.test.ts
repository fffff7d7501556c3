import { expect, test } from 'vitest'
import { linkCut, nodeDown } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { cablesOf } from '../../src/model/handle.ts'
import { seconds } from '../../src/model/time.ts'
import type { Site, Topology } from '../../src/model/topology.ts'
import { campus, mlagPair, redundantSwitches, type MlagPair, type MlagPairOptions } from '../../topologies/index.ts'
import { judge, judgementText, type Expected } from '../delivery/judge.ts'
import { stationAt, stationsOf } from '../delivery/stations.ts'
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

/** Hosts of a campus are in two VLANs by turns. */
const SAME_VLAN: Expected = (from, to) => (Number(from.slice(1)) % 2 === Number(to.slice(1)) % 2 ? 'all' : 'none')

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

const ofPair = (options: MlagPairOptions, casesOf: (site: MlagPair) => JudgedCase[]) => (): Ring => {
  const site = mlagPair(options)
  return { site, cases: casesOf(site) }
}

interface Ring {
  readonly site: Site
  /** `node:device`. Default: everybody's. */
  readonly stations?: readonly string[]
  readonly cases: readonly JudgedCase[]
}

const RINGS: Readonly<Record<string, () => Ring>> = {
  'one pair': ofPair({}, (site) => [
    ...legCuts(site),
    ...channels(site),
    ...switches(site),
    broken(site, 'peer link and heartbeat cut', SPLIT, linkCut([site.peer, site.heartbeat])),
  ]),
  'VLANs on every trunk': ofPair({ vlans: [10, 300] }, (site) => [
    ...legCuts(site).slice(0, 1),
    ...channels(site).slice(1),
  ]),
  'both active at a split': ofPair({ splitBrain: 'bothActive' }, (site) => [
    broken(site, 'peer link cut', SPLIT, linkCut(site.peer)),
  ]),
  'two pairs and a LAG between them': ofPair({ pairs: 2 }, (site) => [
    ...legCuts(site).slice(0, 1),
    broken(site, 'leg between the primaries cut', ALL, linkCut(site.between(1))),
    broken(site, 'peer link of the second pair cut', ALL, linkCut(site.pair(2).peer)),
    broken(site, 'primary of the second pair dead', ALL, nodeDown(site.pair(2).primary)),
  ]),
  'redundantSwitches by MLAG': () => {
    const site = redundantSwitches({ loopFree: 'mlag' })
    const cases = [
      broken(site, 'uplink to the primary cut', ALL, linkCut(site.access(1).uplink1)),
      broken(site, 'uplink to the secondary cut', ALL, linkCut(site.access(2).uplink2)),
      broken(site, 'heartbeat cut', ALL, linkCut(site.heartbeat)),
      broken(site, 'peer link cut', without('server2'), linkCut(site.peer)),
      broken(site, 'primary dead', without('server1'), nodeDown(site.distribution(1))),
      broken(site, 'secondary dead', without('server2'), nodeDown(site.distribution(2))),
      broken(site, 'access switch dead', without('h1'), nodeDown(site.access(1))),
    ]
    return { site, cases }
  },
  'campus by MLAG': () => {
    const site = campus({ loopFree: 'mlag', access: 4, hosts: 4 })
    const cases = [
      broken(site, 'leg of h1 cut', SAME_VLAN, linkCut(site.host(1).leg1)),
      broken(site, 'leg between access and distribution cut', SAME_VLAN, linkCut(site.access(1).uplink)),
      broken(site, 'peer link of the distribution cut', SAME_VLAN, linkCut(site.peer)),
      broken(site, 'peer link of an access pair cut', SAME_VLAN, linkCut(site.pair(1).peer)),
      broken(site, 'distribution switch dead', SAME_VLAN, nodeDown(site.distribution(1))),
    ]
    return { site, cases, stations: [1, 2, 3, 4].map((n) => `h${String(n)}:bond0`) }
  },
}

test.each(Object.keys(RINGS))('%s: everybody gets what is for him, once, whatever is broken', async (name) => {
  const ring = RINGS[name]?.()
  if (ring === undefined) throw new Error(name)
  const { site, cases } = ring
  const { topology } = site
  const stations = ring.stations?.map((at) => stationAt(topology, at)) ?? stationsOf(topology)
  const input = { topology, stations, cases }
  using guest = await inside<typeof entry>(new URL('mlag-pair.inside.ts', import.meta.url), input, {
    timeoutMs: 300_000,
  })
  const expected = ring.stations === undefined ? ALL : SAME_VLAN
  const all = [{ name: 'healthy', expected }, ...cases, { name: 'healthy again', expected }]
  const judged = all.map(({ name, expected }) => {
    const sent = guest.result.find((one) => one.name === name)?.sent ?? []
    const judgement = judge(sent, expected)
    return `${name}: ${judgement.expected === 0 ? 'nothing expected' : judgementText(judgement)}`
  })
  expect(judged).toEqual(all.map((one) => `${one.name}: clean`))
})

function broken({ topology }: Site, name: string, expected: Expected, fault: Fault): JudgedCase {
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
