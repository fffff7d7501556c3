import { describe, expect, it } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import { defineLab, flow, type CableHandle, type NodeHandle, type Site } from '../../src/index.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import {
  dualHomedActiveBackup,
  dualHomedLag,
  gatewayPair,
  mlagPair,
  redundantSwitches,
} from '../../topologies/index.ts'

/** What has to be as it was, of a flow from one node to another: `watch node:name`. */
function watchedOf(site: Site, from: NodeHandle, to: NodeHandle, cable: CableHandle) {
  const lab = defineLab({
    topology: site,
    traffic: { web: flow(from, to, { streams: 16 }) },
    experiments: { cut: { fault: linkCut(cable), hold: '9s', trials: 1, targets: { web: { outage: '< 9s' } } } },
  })
  const [variant] = buildPlan(lab, 'test', { hz: 100 }).plan.experiments[0]?.variants ?? []
  const of = (direction: string) =>
    (variant?.preferred?.find((one) => one.direction === direction)?.watched ?? [])
      .map(({ watch, node, name }) => `${watch} ${node}:${name}`)
      .sort()
  return { forward: of('forward'), backward: of('backward') }
}

describe('the preferred path of a flow', () => {
  it('is the virtual router that its packets are sent to: the LAN one way, the uplink the other', () => {
    const site = gatewayPair()
    expect(watchedOf(site, site.host, site.server, site.r1.lan)).toEqual({
      forward: ['vrrp r1:LAN'],
      backward: ['vrrp r1:WAN'],
    })
  })

  it('is every port of a spanning tree on its way, and no port that stands by', () => {
    const site = redundantSwitches({ loopFree: 'stp', hello: '1s', maxAge: '6s', forwardDelay: '4s' })
    const found = watchedOf(site, site.host(1), site.server(1), site.access(1).uplink1)
    expect(found.forward).toEqual(found.backward)
    expect(found.forward).toHaveLength(4)
    const { a, b } = site.access(1).uplink1.cable
    for (const end of [a, b]) expect(found.forward).toContain(`stpPort ${end.node}:${end.interface}`)
    const idle = site.access(1).uplink2.cable
    for (const end of [idle.a, idle.b]) expect(found.forward).not.toContain(`stpPort ${end.node}:${end.interface}`)
  })

  it('is the active leg of a bond, and each leg of a LAG at both of its ends', () => {
    const backup = dualHomedActiveBackup({ primary: 'leg1' })
    expect(watchedOf(backup, backup.host, backup.server, backup.leg1).forward).toEqual(['bondActive host:bond0'])
    const lag = dualHomedLag({ lacpRate: { host: 'fast', switch: 'fast', server: 'fast' } })
    expect(watchedOf(lag, lag.host, lag.server, lag.leg(1)).forward).toHaveLength(8)
    const pair = mlagPair({ splitBrain: 'shutSecondary', delayRestore: '1s' })
    const ports = watchedOf(pair, pair.host(1), pair.server(1), pair.peer).forward
    expect(ports.every((one) => one.startsWith('lacpPort '))).toBe(true)
    expect(ports).toHaveLength(8)
  })
})
