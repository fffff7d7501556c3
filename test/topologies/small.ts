import { linkCut } from '../../chaos/index.ts'
import type { CableGroup, CableHandle } from '../../src/model/handle.ts'
import { ms, seconds, type Ns } from '../../src/model/time.ts'
import type { Site } from '../../src/model/topology.ts'
import { mlagPair, redundantSwitches } from '../../topologies/index.ts'
import type { AroundACut, Cut } from '../delivery/around-a-cut.ts'
import { judge, judgementText, waysOf, type Expected } from '../delivery/judge.ts'
import { stationAt, stationsOf } from '../delivery/stations.ts'
import { LANS } from './lans.ts'

/** A topology that is small enough for kernels and runtimes that are dear, and one cable to cut. */
export interface Small {
  readonly site: Site
  /** `node:device`, one of each node. */
  readonly stations: readonly string[]
  readonly healthy: Expected
  readonly cut: CableHandle | CableGroup
  readonly broken: Expected
  /** What every protocol needs at most to settle anew. */
  readonly settleNs: Ns
  /** How long any frame is on its way at most. */
  readonly travelNs: Ns
}

const ALL: Expected = () => 'all'

/** LACP, 3 s, and the agent's delay-restore before a leg is opened. */
const PAIR: Ns = seconds(15)
/** max_age and 2 × forward_delay, and what timer wheels add: see stp.ts. */
const TREE: Ns = seconds(16)
/** Three hellos, each timer late by a tick, and a hello and two ticks in which tables are flushed. */
const RAPID_TREE: Ns = seconds(12)

const AT_ONCE: Ns = ms(20)
/** In real time a switch in userspace takes its time for a packet, and a busy machine for the switch. */
const IN_USERSPACE: Ns = seconds(1)

const everybodyOf = (site: Site, cut: CableHandle, settleNs: Ns): Small => ({
  site,
  stations: stationsOf(site.topology).map(({ node, device }) => `${node}:${device}`),
  healthy: ALL,
  cut,
  broken: ALL,
  settleNs,
  travelNs: AT_ONCE,
})

function ofLan(name: string): Small {
  const lan = LANS[name]?.()
  const [cut] = lan?.cuts ?? []
  if (lan === undefined || cut === undefined) throw new Error(name)
  const { site, stations, healthy, convergenceNs } = lan
  return { site, stations, healthy, cut: cut.cable, broken: cut.expected, settleNs: convergenceNs, travelNs: AT_ONCE }
}

/** Every small topology of the catalogue. */
export const SMALL: Readonly<Record<string, () => Small>> = {
  ...Object.fromEntries(
    Object.keys(LANS)
      .filter((name) => name !== 'campus')
      .map((name) => [name, () => ofLan(name)]),
  ),
  mlagPair: () => {
    const site = mlagPair({ hosts: 2, servers: 1 })
    return everybodyOf(site, site.host(1).leg1, PAIR)
  },
  'redundantSwitches by 802.1D': () => {
    const site = redundantSwitches({ hello: '1s', maxAge: '6s', forwardDelay: '4s' })
    return everybodyOf(site, site.access(1).uplink1, TREE)
  },
  'redundantSwitches by RSTP': () => {
    const site = redundantSwitches({ loopFree: 'rstp' })
    return { ...everybodyOf(site, site.access(1).uplink1, RAPID_TREE), travelNs: IN_USERSPACE }
  },
  'redundantSwitches by MLAG': () => {
    const site = redundantSwitches({ loopFree: 'mlag' })
    return everybodyOf(site, site.access(1).uplink1, PAIR)
  },
}

export const smallOf = (name: string): Small => {
  const make = SMALL[name]
  if (make === undefined) throw new Error(name)
  return make()
}

export function cutOf({ site: { topology }, stations, cut, settleNs, travelNs }: Small): Cut {
  const cables = cut.handle === 'cable' ? [cut] : cut.cables
  const steps = cables.map((cable) => linkCut(cable).steps(topology, cable))
  return {
    topology,
    stations: stations.map((at) => stationAt(topology, at)),
    inject: steps.flatMap(({ inject }) => inject.flatMap(({ operations }) => operations)),
    heal: steps.flatMap(({ heal }) => heal),
    settleNs,
    travelNs,
  }
}

/** What is wrong with each matrix, and whether known traffic goes the ways again that it went before. */
export const verdictOf = (small: Small, { healthy, broken, healed }: AroundACut): typeof CLEAN => ({
  healthy: judgementText(judge(healthy, small.healthy)),
  broken: judgementText(judge(broken, small.broken)),
  healed: judgementText(judge(healed, small.healthy)),
  otherWays: waysOf(healed).filter((way) => !waysOf(healthy).includes(way)),
})

export const CLEAN = { healthy: 'clean', broken: 'clean', healed: 'clean', otherWays: [] as readonly string[] }
