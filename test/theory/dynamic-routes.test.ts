import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkCut, linkFlap, linkSilent } from '../../chaos/index.ts'
import { THEORIES } from '../../src/mechanisms/all/theory.ts'
import type { Theory } from '../../src/mechanisms/contract/theory.ts'
import { nodeOf } from '../../src/model/topology.ts'
import { Damage } from '../../src/theory/damage.ts'
import type { DynamicRoute } from '../../src/theory/dynamic-route.ts'
import { waysOf } from '../../src/theory/path.ts'
import { preferredPaths } from '../../src/theory/preferred.ts'
import { nextHops } from '../../src/theory/routes.ts'
import { wiringOf } from '../../src/theory/wired.ts'
import { on, Wiring } from '../../src/theory/wiring.ts'
import { World } from '../../src/theory/world.ts'
import { ask, backward, forward, theoryInWords } from './ask.ts'
import { madeUp, route, triangle } from './made-up.ts'

// The list with one line more, as the commit that adds a mechanism has it.
const theories = THEORIES as Theory[]
beforeAll(() => {
  theories.push(madeUp)
})
afterAll(() => {
  theories.pop()
})

describe('routes that a protocol maintains', () => {
  const site = triangle()

  it('lead packets, and their reaction after 1 s ends the outage: [1 s, 1.2 s]', () => {
    const silent = ask(site, linkSilent(site.direct))
    expect([forward(silent), backward(silent)]).toEqual([
      [1000, 1200],
      [1000, 1200],
    ])
    expect(silent.windows[0]).toMatchObject({
      because: 'near sends by mid',
      source: 'this test',
      detection: { watch: 'route', node: 'near', name: '10.0.2.0/24', state: '10.0.9.2' },
    })
  })

  it('let a cut wait as long, since the kernel keeps a route whose port is dark', () => {
    expect(forward(ask(site, linkCut(site.direct)))).toEqual([1000, 1200])
  })

  it('come too late where the healing comes before them', () => {
    expect(forward(ask(site, linkCut(site.direct), { holdNs: 0.5e9 }))).toBe('never')
  })

  it('leave a session without a least stall: its connection may be hashed to a gateway that is whole', () => {
    const pairs = {
      forward: [{ source: '10.0.1.2', target: '10.0.2.2' }],
      backward: [{ source: '10.0.2.2', target: '10.0.1.2' }],
    }
    const session = {
      name: 'app',
      kind: 'tcp',
      from: 'host',
      to: 'server',
      pairs,
      sizeBytes: 64,
      intervalNs: 100e6,
      rateKbit: 0,
      isAnew: false,
    } as const
    const { windows } = ask(site, linkSilent(site.direct), { sessions: [session] })
    expect(windows.find((one) => one.on === 'app')).toMatchObject({ lowNs: 0 })
  })

  it('have no window where their protocol forbids it, and traffic that no such route leads has one', () => {
    const beside = ask(site, linkSilent(site.beside))
    expect([forward(beside), backward(beside)]).toEqual(['silent', 'silent'])
    expect(beside.silent[0]).toContain('what it does then is not modelled')
    const pairs = { forward: [{ source: '10.0.1.2', target: '10.0.1.1' }], backward: [] }
    const near = theoryInWords({
      topology: site.topology,
      effects: linkSilent(site.beside).effect(site.beside),
      drift: [],
      flows: [{ name: 'near', from: 'host', to: 'near', streams: 1, ratePps: 100, pairs, oneWay: true }],
      hz: 100,
      holdNs: 10e9,
    })
    expect(forward(near)).toEqual([0, 0])
  })

  it('have no window in a flap: what they do when the light is back has timers of its own', () => {
    const flap = ask(site, linkFlap(site.direct, { period: '4s', count: 2 }))
    expect(forward(flap)).toBe('silent')
    expect(flap.silent[0]).toContain('a routing protocol goes back to its former routes by timers of its own')
  })
})

describe('the preferred path over such routes', () => {
  it('is taken again once the routes that led it are as they were', () => {
    const { topology } = triangle()
    const [way] = waysOf(nodeOf(topology, 'host'), nodeOf(topology, 'server'), 1)
    const [path] = preferredPaths({ topology, drift: [], when: null, ways: [{ on: 'web', direction: 'forward', way }] })
    expect(path?.watched).toEqual([{ watch: 'route', node: 'near', name: '10.0.2.0/24' }])
  })
})

describe('the route of a packet', () => {
  const { topology } = triangle()
  const near = nodeOf(topology, 'near')
  const hops = (...routes: readonly DynamicRoute[]): readonly string[] => {
    const wiring = new Wiring(topology, { claims: [], routes: [{ node: 'near', routes }] })
    const packet = { source: '10.0.1.2', target: '10.0.2.2', ingress: on('near', 'lan') }
    return nextHops(new World(wiring, new Damage([]), null), near, packet).hops.map(({ address }) => address)
  }

  it('is the longest prefix, whatever its distance', () => {
    expect(hops({ ...route('default', '10.0.8.2'), distance: 20 }, route('10.0.0.0/16', '10.0.9.2'))).toEqual([
      '10.0.9.2',
    ])
  })

  it('is of several protocols that of the least distance, in any order', () => {
    const [ospf, bgp] = [
      route('10.0.2.0/24', '10.0.8.2'),
      { ...route('10.0.2.0/24', '10.0.9.2'), by: 'other', distance: 20 },
    ]
    expect(hops(ospf, bgp)).toEqual(['10.0.9.2'])
    expect(hops(bgp, ospf)).toEqual(['10.0.9.2'])
  })

  it('has the gateways that are on networks of the node, and another route where none is', () => {
    expect(hops(route('10.0.2.0/24', '10.0.8.2', '10.0.9.2', '10.9.9.9'))).toEqual(['10.0.8.2', '10.0.9.2'])
    expect(hops(route('10.0.2.0/24', '10.9.9.9'), route('default', '10.0.9.2'))).toEqual(['10.0.9.2'])
  })

  it('is a static one before that of any protocol to the same destination', () => {
    const wiring = new Wiring(topology, {
      claims: [],
      routes: [{ node: 'mid', routes: [route('10.0.2.0/24', '10.0.9.1')] }],
    })
    const packet = { source: '10.0.1.2', target: '10.0.2.2', ingress: on('mid', 'to-near') }
    expect(nextHops(new World(wiring, new Damage([]), null), nodeOf(topology, 'mid'), packet).hops).toMatchObject([
      { address: '10.0.10.2' },
    ])
  })

  it('is gone once its protocol has withdrawn it, and that of another protocol counts', () => {
    const world = new World(wiringOf(topology), new Damage([]), null)
    const packet = { source: '10.0.1.2', target: '10.0.2.2', ingress: on('near', 'lan') }
    const react = 'routes'
    const other = { ...route('10.0.0.0/8', '10.0.9.2'), by: 'other' }
    const withdrawn = world.after({ react, node: 'near', routes: [route('10.0.2.0/24'), other] })
    expect(nextHops(world, near, packet)).toMatchObject({ hops: [{ address: '10.0.8.2' }], dynamic: '10.0.2.0/24' })
    expect(nextHops(withdrawn, near, packet)).toMatchObject({ hops: [{ address: '10.0.9.2' }], dynamic: '10.0.0.0/8' })
    expect(
      nextHops(withdrawn.after({ react, node: 'near', routes: [{ ...other, vias: [] }] }), near, packet),
    ).toMatchObject({ hops: [] })
  })
})
