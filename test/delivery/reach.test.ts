import { expect, it } from 'vitest'
import { linkCut, nodeDown } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { Site } from '../../src/model/topology.ts'
import { campus, dualHomedActiveBackup, gatewayPair, mlagPair } from '../../topologies/index.ts'
import { cablesUnder } from './failure.ts'
import { reachOf } from './reach.ts'
import { stationsOf } from './stations.ts'

/** `h1 h2: some`, of all that do not reach each other always. */
function lost({ topology }: Site, fault: Fault, asked = stationsOf(topology).map(({ name }) => name)): string[] {
  const broken = cablesUnder(topology, fault).map(({ cable }) => cable)
  const reach = reachOf(topology, stationsOf(topology), broken)
  return asked.flatMap((from) =>
    asked.filter((to) => to !== from && reach(from, to) !== 'all').map((to) => `${from} ${to}: ${reach(from, to)}`),
  )
}

it('finds who is behind a cable or a switch', () => {
  const site = gatewayPair()
  const lan = ['host', 'r1:lan', 'r2:lan']
  expect(lost(site, linkCut(site.serverLink), lan)).toEqual([])
  expect(lost(site, linkCut(site.peer), lan)).toEqual([
    ...['host r2:lan: none', 'r1:lan r2:lan: none'],
    ...['r2:lan host: none', 'r2:lan r1:lan: none'],
  ])
  expect(lost(site, nodeDown(site.sw2), lan)).toEqual(lost(site, linkCut(site.peer), lan))
})

it('keeps VLANs apart', () => {
  const site = campus()
  expect(lost(site, linkCut(site.peer), ['h1', 'r1:lan.10', 'r1:lan.20'])).toEqual([
    ...['h1 r1:lan.20: none', 'r1:lan.10 r1:lan.20: none'],
    ...['r1:lan.20 h1: none', 'r1:lan.20 r1:lan.10: none'],
  ])
})

it('passes nothing through a host with two legs, and knows that one of them is in use', () => {
  const site = dualHomedActiveBackup()
  expect(lost(site, linkCut(site.peer))).toEqual(['host server: some', 'server host: some'])
  const preferred = dualHomedActiveBackup({ primary: 'leg1' })
  expect(lost(preferred, linkCut(preferred.peer))).toEqual([])
  expect(lost(preferred, linkCut([preferred.peer, preferred.leg1]))).toEqual(['host server: none', 'server host: none'])
})

it('knows what an MLAG pair does without its peer link, and without any word of the other', () => {
  const site = mlagPair()
  const dual = ['h1', 's1', 'o1']
  expect(lost(site, linkCut(site.peer), dual)).toEqual([])
  expect(lost(site, linkCut(site.peer), ['h1', 'o2'])).toEqual(['h1 o2: none', 'o2 h1: none'])
  expect(lost(site, linkCut([site.peer, site.heartbeat]))).toEqual([
    ...['h1 o1: some', 'h1 o2: some', 's1 o1: some', 's1 o2: some'],
    ...['o1 o2: none', 'o2 o1: none'],
  ])
})
