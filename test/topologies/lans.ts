import type { CableGroup, CableHandle } from '../../src/model/handle.ts'
import { seconds, type Ns } from '../../src/model/time.ts'
import type { Site } from '../../src/model/topology.ts'
import {
  activeActive,
  campus,
  dualHomedActiveBackup,
  dualHomedLag,
  dualUplink,
  gatewayPair,
  nPlusOne,
  redundantSwitches,
  separatedNetworks,
  servicePair,
} from '../../topologies/index.ts'
import type { Expected } from '../delivery/judge.ts'
import { stationsOf } from '../delivery/stations.ts'

/** A LAN with its stations, and what to expect of it: healthy, and with each of these cables cut. */
export interface Lan {
  readonly site: Site
  /** `node:device`, one of each node. */
  readonly stations: readonly string[]
  readonly healthy: Expected
  readonly cuts: readonly {
    readonly name: string
    readonly cable: CableHandle | CableGroup
    readonly expected: Expected
  }[]
  readonly convergenceNs: Ns
}

const number = (name: string): number => Number(name.slice(1))
const sameParity: Expected = (from, to) => (number(from) % 2 === number(to) % 2 ? 'all' : 'none')
const ALL: Expected = () => 'all'

export const LANS: Readonly<Record<string, () => Lan>> = {
  gatewayPair: () => {
    const site = gatewayPair()
    const stations = ['host:eth0', 'r1:lan', 'r2:lan']
    const only =
      (...there: readonly string[]): Expected =>
      (from, to) =>
        from === to || (there.includes(from) && there.includes(to)) ? 'all' : 'none'
    const cuts = [
      { name: 'switches apart', cable: site.peer, expected: only('host', 'r1') },
      { name: 'r1 without its LAN', cable: site.r1.lan, expected: only('host', 'r2') },
    ]
    return { site, stations, healthy: ALL, cuts, convergenceNs: seconds(1) }
  },
  dualHomedActiveBackup: () => {
    const site = dualHomedActiveBackup({ primary: 'leg1' })
    const cuts = [
      { name: 'active leg cut', cable: site.leg1, expected: ALL },
      { name: 'standby leg cut', cable: site.leg2, expected: ALL },
      { name: 'switches apart', cable: site.peer, expected: ALL },
    ]
    return { site, stations: ['host:bond0', 'server:eth0'], healthy: ALL, cuts, convergenceNs: seconds(1) }
  },
  dualHomedLag: () => {
    const site = dualHomedLag()
    const cuts = [
      { name: 'leg 1 cut', cable: site.leg(1), expected: ALL },
      { name: 'leg 2 of the server cut', cable: site.serverLeg(2), expected: ALL },
    ]
    // LACP lets a leg in again within Aggregate_Wait, 2 s, and its runs.
    return { site, stations: ['host:bond0', 'server:bond0'], healthy: ALL, cuts, convergenceNs: seconds(4) }
  },
  separatedNetworks: () => {
    const site = separatedNetworks({ hosts: 2, switches: 1 })
    const apart: Expected = (from, to) => ((from === 'admin') === (to === 'admin') ? 'all' : 'none')
    const stations = ['h1:service', 'h2:service', 'server:service', 'admin:mgmt']
    const without: Expected = (from, to) => (from !== to && [from, to].includes('h1') ? 'none' : apart(from, to))
    const cuts = [
      { name: 'management port of h1 cut', cable: site.host(1).management.link, expected: apart },
      { name: 'service port of h1 cut', cable: site.host(1).service.link, expected: without },
    ]
    return { site, stations, healthy: apart, cuts, convergenceNs: seconds(1) }
  },
  activeActive: () => {
    const site = activeActive({ hosts: 4 })
    const stations = [1, 2, 3, 4].map((n) => `h${String(n)}:eth0`)
    const cuts = [
      { name: 'switches apart', cable: site.peer, expected: sameParity },
      { name: 'r1 without its LAN', cable: site.r1.lan, expected: ALL },
    ]
    return { site, stations, healthy: ALL, cuts, convergenceNs: seconds(1) }
  },
  'redundantSwitches by LAG': () => {
    const site = redundantSwitches({ loopFree: 'lag', hosts: 2, vlans: [10] })
    const stations = stationsOf(site.topology).map(({ node, device }) => `${node}:${device}`)
    const without =
      (lonely: string): Expected =>
      (from, to) =>
        from !== to && [from, to].includes(lonely) ? 'none' : 'all'
    const cuts = [
      { name: 'uplink cut', cable: site.access(1).uplink1, expected: ALL },
      { name: 'member m1 dead', cable: site.member('m1'), expected: without('server1') },
      { name: 'member m2 dead', cable: site.member('m2'), expected: without('server2') },
    ]
    return { site, stations, healthy: ALL, cuts, convergenceNs: seconds(4) }
  },
  dualUplink: () => {
    const site = dualUplink()
    const stations = ['host:eth0', 'e1:lan', 'e2:lan']
    const without: Expected = (from, to) => (from !== to && [from, to].includes('e1') ? 'none' : 'all')
    const cuts = [
      { name: 'e1 without its LAN', cable: site.e1.lan, expected: without },
      { name: 'e1 without its line', cable: site.e1.wan, expected: ALL },
    ]
    return { site, stations, healthy: ALL, cuts, convergenceNs: seconds(1) }
  },
  nPlusOne: () => {
    const site = nPlusOne({ servers: 2 })
    const stations = ['s1:eth0', 's2:eth0', 'spare:eth0', 'router:servers']
    const without: Expected = (from, to) => (from !== to && [from, to].includes('s1') ? 'none' : 'all')
    const cuts = [{ name: 's1 cut', cable: site.server(1).link, expected: without }]
    return { site, stations, healthy: ALL, cuts, convergenceNs: seconds(1) }
  },
  servicePair: () => {
    const site = servicePair()
    const stations = ['client:eth0', 's1:eth0', 's2:eth0']
    const apart: Expected = (from, to) => (from !== to && [from, to].includes('s2') ? 'none' : 'all')
    const cuts = [{ name: 'switches apart', cable: site.peer, expected: apart }]
    return { site, stations, healthy: ALL, cuts, convergenceNs: seconds(1) }
  },
  campus: () => {
    const site = campus({ access: 3, hosts: 4, hello: '1s', maxAge: '6s', forwardDelay: '4s' })
    const stations = [1, 2, 3, 4].map((n) => `h${String(n)}:bond0`)
    const cuts = [
      { name: 'active leg of h1 cut', cable: site.host(1).leg1, expected: sameParity },
      { name: 'uplink to the root cut', cable: site.access(1).uplink1, expected: sameParity },
      { name: 'distribution switches apart', cable: site.peer, expected: sameParity },
    ]
    // max_age and 2 × forward_delay, and what timer wheels add: see stp.ts.
    return { site, stations, healthy: sameParity, cuts, convergenceNs: seconds(16) }
  },
}
