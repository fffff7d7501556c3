import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { impair, linkCut, linkFlap, linkSilent, nodeDown } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { compose } from '../../src/compose/index.ts'
import type { Site } from '../../src/model/topology.ts'
import { dualHomedActiveBackup, dualHomedLag, gatewayPair } from '../../topologies/index.ts'
import { ask, backward, forward } from './ask.ts'

const SITES: readonly Site[] = [
  gatewayPair(),
  gatewayPair({ syncGroup: false, version: 2, trackUplink: true }),
  gatewayPair({
    groups: [
      { vrid: 1, priority: { r1: 150, r2: 100 } },
      { vrid: 2, priority: { r1: 100, r2: 150 } },
    ],
  }),
  dualHomedActiveBackup({ primary: 'leg1' }),
  dualHomedActiveBackup({ vlans: [10, 20], arpMonitor: { interval: '200ms', validate: 'all' } }),
  dualHomedLag(),
  dualHomedLag({ legs: 4, lacpRate: { host: 'slow' }, hash: 'layer2', minLinks: 3 }),
]

const faultOf = fc.constantFrom<(cable: CableHandle) => Fault>(
  (cable) => linkCut(cable),
  (cable) => linkCut(cable, { end: 'near' }),
  (cable) => linkCut(cable, { end: 'far' }),
  (cable) => linkSilent(cable),
  (cable) => linkSilent(cable, { direction: 'fromNear' }),
  (cable) => linkSilent(cable, { direction: 'toNear' }),
  (cable) => linkSilent(cable, { only: 'lacp' }),
  (cable) => linkFlap(cable, { period: '1s', duty: 0.3, count: 4 }),
  (cable) => impair(cable, { loss: '10%' }),
)

const handleOf = (site: Site, position: number): CableHandle => {
  const cable = site.topology.cables[position % site.topology.cables.length]
  if (cable === undefined) throw new Error('a topology has cables')
  return { handle: 'cable', cable, near: cable.a, far: cable.b }
}

it('answers for every cable and fault once each way, with the low end at most the high one', () => {
  const inputs = fc.tuple(fc.constantFrom(...SITES), fc.nat({ max: 20 }), faultOf, fc.constantFrom(100, 250, 1000))
  fc.assert(
    fc.property(inputs, ([site, position, fault, hz]) => {
      const theory = ask(site, fault(handleOf(site, position)), { hz })
      expect(theory.windows.length + theory.silent.length).toBe(2)
      for (const window of theory.windows) {
        expect(window.lowNs).toBeGreaterThanOrEqual(0)
        expect(window.lowNs).toBeLessThanOrEqual(window.highNs ?? Number.POSITIVE_INFINITY)
        expect(window.because).not.toBe('')
        expect(window.source).not.toBe('')
      }
      for (const { periodNs } of theory.phases.named) expect(periodNs).toBeGreaterThan(0)
    }),
    { numRuns: 75 },
  )
})

it('gives the same answer whichever way round a cable is named', () => {
  const inputs = fc.tuple(fc.constantFrom(...SITES), fc.nat({ max: 20 }))
  fc.assert(
    fc.property(inputs, ([site, position]) => {
      const handle = handleOf(site, position)
      const turned: CableHandle = { ...handle, near: handle.far, far: handle.near }
      expect(ask(site, linkCut(turned))).toEqual(ask(site, linkCut(handle)))
      expect(ask(site, linkSilent(turned, { direction: 'toNear' }))).toEqual(
        ask(site, linkSilent(handle, { direction: 'fromNear' })),
      )
    }),
    { numRuns: 15 },
  )
})

describe('the worst stream decides', () => {
  it('where two virtual routers share the load', () => {
    const site = gatewayPair({
      groups: [
        { vrid: 1, priority: { r1: 150, r2: 100 } },
        { vrid: 2, priority: { r1: 100, r2: 150 } },
      ],
    })
    // Stream 1 is the first between the second addresses, whose gateway is r2.
    expect(forward(ask(site, linkCut(site.r2.lan), { streams: 2 }))).toEqual([2609.375, 3609.375])
    expect(backward(ask(site, linkCut(site.r2.lan), { streams: 2 }))).toEqual([2609.375, 3609.375])
    expect(forward(ask(site, linkCut(site.r2.lan), { streams: 1 }))).toEqual([0, 0])
    expect(backward(ask(site, linkCut(site.r2.lan), { streams: 1 }))).toEqual([0, 0])
  })
})

describe('a network of one’s own', () => {
  /** host ─ sw (filters VLANs) ─ server, the host's port untagged and the server's tagged. */
  const net = compose('own')
  const host = net.node('host', { role: 'host' })
  const server = net.node('server', { role: 'server' })
  const sw = net.node('sw', { role: 'switch' })
  const access = net.link(host.port('eth0', { addresses: ['10.0.0.1/24'] }), sw.port('p1', { vlans: { native: 10 } }))
  net.link(server.port('eth0'), sw.port('p2', { vlans: { tagged: [10] } }))
  server.vlan('eth0.10', { parent: 'eth0', vlan: 10, addresses: ['10.0.0.2/24'] })
  sw.bridge('br0', { ports: ['p1', 'p2'] })
  host.probe('10.0.0.1')
  server.probe('10.0.0.2')
  const site: Site = { topology: net.build() }

  it('has a path through the VLAN, and nothing that mends it', () => {
    const theory = ask(site, linkCut(access))
    expect([forward(theory), backward(theory)]).toEqual(['never', 'never'])
  })

  it('has none where drift has broken it already', () => {
    expect(ask(site, linkCut(access), { drift: linkSilent(access) }).silent[0]).toBe(
      'web forward: no window: it has no path before the fault',
    )
  })
})

it('what cuts off one end of a flow is never both ways, whichever end it is', () => {
  const site = gatewayPair()
  const ends: readonly Fault[] = [
    nodeDown(site.host),
    nodeDown(site.server),
    linkCut(site.hostLink),
    linkCut(site.serverLink),
  ]
  for (const fault of ends) {
    const theory = ask(site, fault)
    expect([forward(theory), backward(theory)]).toEqual(['never', 'never'])
  }
})
