import { describe, expect, it } from 'vitest'
import { impair, linkCut, linkFlap, linkSilent, nodeDown, nodePause } from '../../chaos/index.ts'
import { compose } from '../../src/compose/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { cablesOf } from '../../src/model/handle.ts'
import type { Topology } from '../../src/model/topology.ts'
import { servicePair } from '../../topologies/index.ts'
import { theoryInWords } from './ask.ts'

const VIP = '10.0.1.1'
const CLIENT = '10.0.1.101'

const pairs = {
  forward: [{ source: CLIENT, target: VIP }],
  backward: [{ source: VIP, target: CLIENT }],
}

function asked(topology: Topology, fault: Fault, kind: 'tcp' | 'stream' = 'tcp', holdNs = 12e9) {
  const { target } = fault
  const cables = target.handle === 'node' ? cablesOf(topology, target) : target.handle === 'cable' ? [target] : []
  return theoryInWords({
    topology,
    effects: cables.flatMap((cable) => fault.effect(cable)),
    drift: [],
    flows: [{ name: 'dns', from: 'client', to: 's1', streams: 1, pairs, ratePps: 100 }],
    sessions: [
      {
        name: 'shop',
        from: 'client',
        to: 's1',
        servers: ['s1', 's2'],
        kind,
        pairs,
        intervalNs: 100e6,
        sizeBytes: 64,
        isAnew: false,
      },
    ],
    hz: 100,
    holdNs,
    trafficNs: 8.5e9,
  })
}

const windowsOf = (
  topology: Topology,
  fault: Fault,
  kind?: 'tcp' | 'stream',
  holdNs?: number,
): Record<string, readonly number[]> =>
  Object.fromEntries(
    asked(topology, fault, kind, holdNs).windows.map(({ on, direction, lowNs, highNs }) => [
      direction ?? on,
      [lowNs / 1e6, (highNs ?? Infinity) / 1e6],
    ]),
  )

const SKEW = 609.375
/** An answer leaves from the other server once a request has arrived there: up to a packet later, and the program's look at it. */
const ANSWER = 11
/** A pause of 100 ms, a new connection after 1 s, and what programs take. */
const DIALS = 1120

describe('a service at a virtual address', () => {
  const site = servicePair()
  const { topology } = site

  it('is away until the backup takes it over, in both directions; its answers follow its requests', () => {
    const { forward, backward } = windowsOf(topology, linkCut(site.s1.link))
    expect(forward).toEqual([2000 + SKEW, 3000 + SKEW])
    expect(backward).toEqual([2000 + SKEW, 3000 + SKEW + ANSWER])
    expect(windowsOf(topology, nodeDown(site.s1))).toEqual(windowsOf(topology, linkCut(site.s1.link)))
  })

  it('resets the connections of the server that has lost it, at their next segment', () => {
    const { windows } = asked(topology, linkCut(site.s1.link))
    const shop = windows.find(({ on }) => on === 'shop')
    // After 6.99 s TCP sends again, where the entry of a neighbour may have failed: as long again as it has waited.
    expect([shop?.lowNs, shop?.highNs].map((ns) => (ns ?? 0) / 1e6)).toEqual([2000 + SKEW + 980, expect.any(Number)])
    expect(shop?.highNs ?? 0).toBeGreaterThan(6.77e9 + DIALS * 1e6)
    expect(shop?.because).toContain('its virtual address moves to s2, which does not know the connection and resets it')
    expect(shop?.source).toContain('tcp_v4_send_reset')
    // With A = 100 ms no neighbour entry fails: TCP's instants after 361 ms are 430 to 440 ms.
    const swift = servicePair({ advertInterval: '100ms' })
    const [, top = 0] = windowsOf(swift.topology, linkCut(swift.s1.link))['shop'] ?? []
    expect(top).toBe(450 + DIALS)
  })

  it('stays with the client where the switches lose each other: the backup takes it over for itself alone', () => {
    // Before an entry for a neighbour is due to be confirmed.
    const windows = windowsOf(topology, linkCut(site.peer), 'tcp', 8e9)
    expect(windows).toEqual({ forward: [0, 0], backward: [0, 0], shop: [0, 0] })
  })

  it('moves beside a server that hears nobody any more and keeps the address', () => {
    const { forward, backward } = windowsOf(topology, linkSilent(site.s1.link))
    expect([forward, backward]).toEqual([
      [2000 + SKEW, 3000 + SKEW],
      [2000 + SKEW, 3000 + SKEW + ANSWER],
    ])
  })

  it('has a window for a writer as well, whose bytes are seen at the server', () => {
    const [low = 0, top = 0] = windowsOf(topology, linkCut(site.s1.link), 'stream')['shop'] ?? []
    expect(low).toBe(2000 + SKEW + 980)
    expect(top).toBeGreaterThan(3000 + SKEW + DIALS)
  })

  it('is silent, with the reason, where it is not modelled', () => {
    const silent = (fault: Fault, of = topology) => asked(of, fault).silent.join('\n')
    expect(silent(linkFlap(site.s1.link, { period: '200ms', count: 3 }))).toContain('a flapping cable')
    expect(silent(nodePause(site.s1))).toContain('its end of the session stands still')
    expect(silent(nodePause(site.s2))).toContain('s2 hangs, and its end of the session stands still')
    expect(silent(impair(site.s1.link, { loss: '10%' }))).toContain('impair')
  })

  it('is silent where a node gives the address up by a ping: until then that node serves', () => {
    const tracked = pair({ reach: { address: CLIENT } })
    expect(asked(tracked.topology, linkCut(tracked.cable)).silent.join()).toContain('a tracked address does not answer')
  })

  it('may be served for a tick longer by a node that resigns for another interface', () => {
    const tracked = pair({ track: ['eth1'] })
    const { forward } = windowsOf(tracked.topology, linkCut(tracked.other))
    // It resigns within a tick, and the backup waits its skew from then on.
    expect(forward).toEqual([SKEW - 10, SKEW + 10])
  })
})

/** Two servers on one switch, with a second cable at each. */
function pair(options: object) {
  const net = compose('pair')
  const sw = net.node('sw', { role: 'switch' })
  const client = net.node('client', { role: 'host' })
  net.link(client.port('eth0', { addresses: [`${CLIENT}/24`] }), sw.port('client'))
  const cables = (['s1', 's2'] as const).map((name, k) => {
    const node = net.node(name, { role: 'server' })
    const cable = net.link(node.port('eth0', { addresses: [`10.0.1.1${String(1 + k)}/24`] }), sw.port(name))
    const far = net.node(`far${String(k)}`, { role: 'host' })
    const other = net.link(
      node.port('eth1', { addresses: [`10.0.${String(2 + k)}.1/24`] }),
      far.port('eth0', { addresses: [`10.0.${String(2 + k)}.2/24`] }),
    )
    const priority = k === 0 ? 150 : 100
    node.virtualRouter('S', { interface: 'eth0', vrid: 1, priority, addresses: [`${VIP}/24`], ...options })
    return { cable, other }
  })
  sw.bridge('br0', { ports: ['client', 's1', 's2'] })
  const topology = net.build()
  const [first] = cables
  if (first === undefined) throw new Error('no server')
  return { topology, ...first }
}
