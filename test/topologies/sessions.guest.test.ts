import { expect, test } from 'vitest'
import { session } from '../../src/index.ts'
import { Sockets } from '../../src/plan/sockets.ts'
import type { Site } from '../../src/model/topology.ts'
import type { Session } from '../../src/model/traffic.ts'
import * as generators from '../../topologies/index.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './sessions.inside.ts'

const over = <At extends Site>(site: At, ends: (site: At) => Session) => ({ topology: site.topology, ends: ends(site) })

/** Every generator, and each of its kinds of loop protection. */
const SESSIONS = {
  activeActive: () => over(generators.activeActive(), (site) => session.tcp(site.host(1), site.server)),
  campus: () => over(generators.campus(), (site) => session.tcp(site.host(1), site.outside)),
  'campus by MLAG': () =>
    over(generators.campus({ loopFree: 'mlag' }), (site) => session.tcp(site.host(1), site.outside)),
  dualHomedActiveBackup: () => over(generators.dualHomedActiveBackup(), (site) => session.tcp(site.host, site.server)),
  dualHomedLag: () => over(generators.dualHomedLag(), (site) => session.tcp(site.host, site.server)),
  dualUplink: () => over(generators.dualUplink(), (site) => session.tcp(site.remote, site.serverAtA)),
  dualUplinkBgp: () => over(generators.dualUplinkBgp(), (site) => session.tcp(site.host, site.remote)),
  gatewayPair: () => over(generators.gatewayPair(), (site) => session.tcp(site.host, site.server)),
  leafSpine: () => over(generators.leafSpine(), (site) => session.tcp(site.host(1), site.host(2))),
  mlagPair: () => over(generators.mlagPair(), (site) => session.tcp(site.orphan(1), site.server(1))),
  nPlusOne: () => over(generators.nPlusOne(), (site) => session.tcp(site.client, site.service)),
  servicePair: () => over(generators.servicePair(), (site) => session.tcp(site.client, site.vip)),
  'redundantSwitches by 802.1D': () =>
    over(generators.redundantSwitches(), (site) => session.tcp(site.host(1), site.server(2))),
  'redundantSwitches by RSTP': () =>
    over(generators.redundantSwitches({ loopFree: 'rstp' }), (site) => session.tcp(site.host(1), site.server(2))),
  'redundantSwitches by LAG': () =>
    over(generators.redundantSwitches({ loopFree: 'lag' }), (site) => session.tcp(site.host(1), site.server(2))),
  'redundantSwitches by MLAG': () =>
    over(generators.redundantSwitches({ loopFree: 'mlag' }), (site) => session.tcp(site.host(1), site.server(2))),
  routedCampus: () =>
    over(generators.routedCampus(), (site) => session.tcp(site.building(1).host, site.building(2).host)),
  routerPair: () => over(generators.routerPair(), (site) => session.tcp(site.host, site.server)),
  separatedNetworks: () =>
    over(generators.separatedNetworks(), (site) => session.tcp(site.host(1).service, site.server.service)),
} as const

test('every generator has its session', () => {
  const called = Object.keys(SESSIONS).map((name) => name.split(' ')[0])
  expect(new Set(called)).toEqual(new Set(Object.keys(generators)))
})

/** An echo each 100 ms for 2 s: at most 19 of 64 bytes after the first, and a jiffy or two each for Node’s timers. */
const LEAST_BYTES = 15 * 64

test.each(Object.entries(SESSIONS))('%s: a TCP session connects at once, and every byte comes back', async (_, ask) => {
  const { topology, ends } = ask()
  const plan = new Sockets().session('ssh', ends)
  using guest = await inside<typeof entry>(new URL('sessions.inside.ts', import.meta.url), { topology, plan })
  const { connections, continuous, stalls, bytesReceived } = guest.result
  expect(connections).toHaveLength(1)
  expect(connections[0]).toMatchObject({ closedBy: null, retransmits: 0 })
  expect({ continuous, stalls }).toEqual({ continuous: true, stalls: [] })
  expect(bytesReceived).toBeGreaterThan(LEAST_BYTES)
})
