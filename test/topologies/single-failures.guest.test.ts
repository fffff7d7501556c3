import { expect, test } from 'vitest'
import { linkCut, nodeDown } from '../../chaos/index.ts'
import { ms, seconds, type Ns } from '../../src/model/time.ts'
import type { Site } from '../../src/model/topology.ts'
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
import { cablesUnder, failureOf } from '../delivery/failure.ts'
import { judge, judgeCircling, judgementText } from '../delivery/judge.ts'
import { reachOf } from '../delivery/reach.ts'
import { singlesOf, type Faults } from '../delivery/singles.ts'
import { stationsOf } from '../delivery/stations.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './single-failures.inside.ts'

interface Broken {
  readonly site: Site
  /** Beside every single failure. */
  readonly also?: Faults
  readonly timing: Timing
}

type Timing = Pick<entry.Input, 'breaking' | 'healing' | 'remembers'>

const watched = (ns: Ns, everyNs: Ns): entry.Change => ({ forNs: ns, watchNs: ns, everyNs })

/** Bonds look every 100 ms at most; nothing else has to move for who is left. */
const PLAIN: Timing = { breaking: watched(seconds(1), ms(50)), healing: watched(seconds(1), ms(50)), remembers: false }
/** LACP lets a leg in again within Aggregate_Wait, 2 s, and its runs. */
const LACP: Timing = { ...PLAIN, healing: watched(seconds(4), ms(50)) }
/** max_age and 2 × forward_delay, and what timer wheels add: see stp.ts. */
const REACTS = watched(seconds(16), ms(200))
const TREE: Timing = { breaking: REACTS, healing: REACTS, remembers: false }
/** The agents' milliseconds; then LACP, 3 s, and delay-restore before a leg is opened again. */
const PAIR: Timing = {
  breaking: { forNs: seconds(1), watchNs: ms(400), everyNs: ms(8) },
  healing: watched(seconds(5), ms(50)),
  remembers: true,
}

const BRIEF = { hello: '1s', maxAge: '6s', forwardDelay: '4s' } as const

const SITES: Readonly<Record<string, () => Broken>> = {
  gatewayPair: () => ({ site: gatewayPair(), timing: PLAIN }),
  // With a preferred leg it is known which one is in use after a healing.
  dualHomedActiveBackup: () => ({ site: dualHomedActiveBackup({ primary: 'leg1', vlans: [10, 300] }), timing: PLAIN }),
  dualHomedLag: () => {
    const site = dualHomedLag()
    const also = { 'member m1': linkCut(site.member('m1')), 'member m2': linkCut(site.member('m2')) }
    return { site, also, timing: LACP }
  },
  separatedNetworks: () => ({ site: separatedNetworks({ hosts: 2 }), timing: PLAIN }),
  'separatedNetworks by VLANs of one switch': () => ({
    site: separatedNetworks({ hosts: 2, switches: 1 }),
    timing: PLAIN,
  }),
  activeActive: () => ({ site: activeActive(), timing: PLAIN }),
  dualUplinkBgp: () => ({ site: dualUplinkBgp({ connect: '1s' }), timing: PLAIN }),
  leafSpine: () => ({ site: leafSpine({ leaves: 3, connect: '1s' }), timing: PLAIN }),
  dualUplink: () => ({ site: dualUplink(), timing: PLAIN }),
  nPlusOne: () => ({ site: nPlusOne({ servers: 2 }), timing: PLAIN }),
  routedCampus: () => ({ site: routedCampus(), timing: PLAIN }),
  routerPair: () => ({ site: routerPair(), timing: PLAIN }),
  servicePair: () => ({ site: servicePair(), timing: PLAIN }),
  'redundantSwitches by 802.1D': () => {
    const site = redundantSwitches(BRIEF)
    return { site, also: { 'blocked uplink': linkCut(site.access(1).uplink2) }, timing: TREE }
  },
  'redundantSwitches by 802.1D, VLANs on every trunk': () => ({
    site: redundantSwitches({ ...BRIEF, vlans: [10, 300] }),
    timing: TREE,
  }),
  'redundantSwitches by LAG': () => {
    const site = redundantSwitches({ loopFree: 'lag', vlans: [10, 300] })
    const also = { 'member m1': linkCut(site.member('m1')), 'member m2': linkCut(site.member('m2')) }
    return { site, also, timing: LACP }
  },
  'redundantSwitches by MLAG': () => ({ site: redundantSwitches({ loopFree: 'mlag' }), timing: PAIR }),
  mlagPair: () => {
    const site = mlagPair()
    const also = {
      'secondary dead': nodeDown(site.switch2),
      'peer link and heartbeat': linkCut([site.peer, site.heartbeat]),
    }
    return { site, also, timing: PAIR }
  },
  'mlagPair, VLANs on every trunk': () => ({ site: mlagPair({ vlans: [10, 300] }), timing: PAIR }),
  'mlagPair, both active at a split': () => ({ site: mlagPair({ splitBrain: 'bothActive' }), timing: PAIR }),
  'two mlagPairs and a LAG between them': () => ({ site: mlagPair({ pairs: 2 }), timing: PAIR }),
  campus: () => ({ site: campus({ access: 3, hosts: 4, ...BRIEF }), timing: TREE }),
  'campus by MLAG': () => ({ site: campus({ loopFree: 'mlag', access: 4, hosts: 4 }), timing: PAIR }),
}

test.each(Object.keys(SITES))('%s: everybody gets what is for him, once, whatever is broken', async (name) => {
  const { site, also = {}, timing } = SITES[name]?.() ?? expect.unreachable(name)
  const { topology } = site
  const stations = stationsOf(topology)
  const faults: Faults = { ...singlesOf(site), ...also }
  const failures = Object.entries(faults).map(([at, fault]) => failureOf(topology, at, fault))
  using guest = await inside<typeof entry>(
    new URL('single-failures.inside.ts', import.meta.url),
    { topology, stations, failures, ...timing },
    { timeoutMs: WALL_MS },
  )
  const healthy = reachOf(topology, stations, [])
  expect(judge(guest.result[0]?.sent ?? [], healthy).expected).toBeGreaterThan(0)
  const judged = guest.result.map(({ name: at, sent, breaking, healing }) => {
    const fault = faults[at]
    const broken = fault === undefined ? [] : cablesUnder(topology, fault).map(({ cable }) => cable)
    const [matrix, changing] = [judge(sent, reachOf(topology, stations, broken)), [...breaking, ...healing]]
    return `${at}: ${judgementText(matrix)}, ${judgeCircling(changing, healthy)}`
  })
  expect(judged).toEqual(['healthy', ...Object.keys(faults), 'healthy again'].map((at) => `${at}: clean, clean`))
})

/** Of a guest that has every failure to itself. */
const WALL_MS = 600_000
