import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, nodeDown, nodePause } from '../../../chaos/index.ts'
import { bgpSettle } from '../../../src/mechanisms/bgp/settle.ts'
import { bgpTheory } from '../../../src/mechanisms/bgp/theory.ts'
import { ask, backward, forward } from '../../theory/ask.ts'
import { ring } from './ring.ts'

const routesOf = (topology: ReturnType<typeof ring>['topology']): readonly string[] =>
  (bgpTheory.routes?.(topology) ?? []).flatMap(({ node, routes }) =>
    routes.map(({ to, vias }) => `${node} ${to} ${vias.join()}`),
  )

describe('the routes of BGP', () => {
  it('are the shortest paths, of equal ones that of the least router ID', () => {
    expect(routesOf(ring().topology)).toEqual([
      'r1 10.0.3.0/24 10.1.12.2',
      'r2 10.0.1.0/24 10.1.12.1',
      'r2 10.0.3.0/24 10.1.23.2',
      'r3 10.0.1.0/24 10.1.23.1',
      'r4 10.0.3.0/24 10.1.34.1',
      'r4 10.0.1.0/24 10.1.41.2',
    ])
  })

  it('are all of equal length where several may be used', () => {
    expect(routesOf(ring({ ecmp: 2 }).topology)).toContain('r1 10.0.3.0/24 10.1.12.2,10.1.41.1')
  })

  it('follow the local preference before the length, and the length with what was prepended', () => {
    expect(routesOf(ring({ of: { 'r1 r4': { localPreference: 200 } } }).topology)).toContain('r1 10.0.3.0/24 10.1.41.1')
    expect(routesOf(ring({ of: { 'r1 r2': { prepend: 1 } } }).topology)).toContain('r3 10.0.1.0/24 10.1.34.2')
  })

  it('follow the preference that a community asks for', () => {
    const of = { 'r2 r3': { communities: ['65002:80'] }, 'r3 r2': { preferences: { '65002:80': 80 } } }
    expect(routesOf(ring({ of }).topology)).toContain('r3 10.0.1.0/24 10.1.34.2')
  })

  it('do not lead through a router that announces its own networks alone', () => {
    const own = { announce: 'own' } as const
    const { topology } = ring({ of: { 'r2 r1': own, 'r2 r3': own, 'r4 r1': own, 'r4 r3': own } })
    expect(routesOf(topology).filter((one) => one.startsWith('r1') || one.startsWith('r3'))).toEqual([])
  })
})

describe('prefix lists', () => {
  const only = (list: { in?: string[]; out?: string[] }) =>
    routesOf(ring({ of: { 'r2 r3': { prefixes: list } } }).topology)

  it('take nothing else from a neighbour, and announce it nothing else', () => {
    // r2 has its way to r3's network by r1 and r4 then, or r3 its way to r1's.
    expect(only({ in: ['10.0.1.0/24'] })).toContain('r2 10.0.3.0/24 10.1.12.1')
    expect(only({ out: [] })).toContain('r3 10.0.1.0/24 10.1.34.2')
    expect(only({ in: ['10.0.3.0/24'], out: ['10.0.1.0/24'] })).toEqual(routesOf(ring().topology))
  })
})

describe('policies that contradict each other', () => {
  // RFC 4264: r2 and r3 each prefer the way of the other one to r1, and whoever is told first has it.
  const of = { 'r2 r1': { localPreference: 50 }, 'r3 r4': { localPreference: 50 } }

  it('leave no route of which anything can be said', () => {
    expect(routesOf(ring({ of }).topology)).toEqual([])
  })

  it('are a warning', () => {
    const warned = ({ topology }: ReturnType<typeof ring>) =>
      bgpSettle.warnings?.({ topology, flows: [], sessions: [] } as never, 100).map(({ code }) => code)
    expect([warned(ring({ of })), warned(ring())]).toEqual([['ambiguous-policies'], []])
  })
})

describe('BGP', () => {
  const site = ring()

  it('has another path 100 ms after a cut at the router there, and the next router an update later', () => {
    const cut = ask(site, linkCut(site.r1r2))
    // linkwatch's tick at HZ=100 is 10 ms.
    expect([forward(cut), backward(cut)]).toEqual([
      [0, 110],
      [0, 180],
    ])
    expect(cut.windows[0]?.detection).toMatchObject({ watch: 'route', node: 'r1', state: '10.1.41.1' })
  })

  it('has another path when the hold time is over, counted from the last keepalive', () => {
    const silent = ask(site, linkSilent(site.r1r2))
    expect([forward(silent), backward(silent)]).toEqual([
      [2000, 3100],
      [2000, 3170],
    ])
  })

  it('counts the hold time that is declared, and the keepalives within it', () => {
    const slow = ring({ hold: '6s', keepalive: '2s' })
    expect(forward(ask(slow, linkSilent(slow.r1r2)))).toEqual([4000, 6100])
  })

  it('waits a keepalive longer at the end that is not heard, and loses packets at the other end for an update', () => {
    const oneWay = ask(site, linkSilent(site.r1r2, { direction: 'fromNear' }))
    // TCP sends the first keepalive after the fault again and again, and no other one.
    expect(forward(oneWay)).toEqual([2800, 4100])
    // r2 has no route any more until r3 sends by r4.
    expect(backward(oneWay)).toEqual([0, 70])
  })

  it('loses nothing by a router that hangs: its kernel forwards', () => {
    const hangs = ask(site, nodePause(site.r2))
    expect([forward(hangs), backward(hangs)]).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it('has another path after the death of a router', () => {
    const down = ask(site, nodeDown(site.r2))
    expect([forward(down), backward(down)]).toEqual([
      [0, 110],
      [0, 110],
    ])
  })

  it('waits for each update as long as two of them must be apart', () => {
    const paced = ring({ advertisementInterval: '5s' })
    expect(backward(ask(paced, linkCut(paced.r1r2)))).toEqual([0, 5180])
  })

  it('keeps the routes of a neighbour for its restart time once it is silent, and no time once a carrier is lost', () => {
    const restarting = ring({ gracefulRestart: '1s', alone: { r2: { gracefulRestart: '2s' } } })
    const silent = ask(restarting, linkSilent(restarting.r1r2))
    // r1 counts the 2 s that r2 announced, and r2 the 1 s of r1, an update before r3 has its routes.
    expect([forward(silent), backward(silent)]).toEqual([
      [4000, 5100],
      [3000, 4170],
    ])
    // FRR's stalepath-time of 360 s is over first.
    const long = ring({ gracefulRestart: '400s' })
    const [window] = ask(long, linkSilent(long.r1r2), { holdNs: 500e9 }).windows
    expect(window?.because).toContain("keeps the neighbour's routes for 6 min more")
    expect(forward(ask(restarting, linkCut(restarting.r1r2)))).toEqual([0, 110])
    const oneWay = ask(restarting, linkSilent(restarting.r1r2, { direction: 'fromNear' }))
    expect(oneWay.silent[0]).toContain('one way only')
  })

  it('carries paths within an AS as they are, and prefers the shorter one', () => {
    // r1 has two systems to r3 by r2, and one by r4.
    const within = ring({ internal: true })
    expect(routesOf(within.topology)).toContain('r1 10.0.3.0/24 10.1.41.1')
    const cut = ask(within, linkCut(within.r3r4))
    expect([forward(cut), backward(cut)]).toEqual([
      [0, 180],
      [0, 110],
    ])
  })

  it('says nothing where an internal neighbour is lost: its session outlives the carrier', () => {
    const within = ring({ internal: true })
    const theory = ask(within, linkCut(within.r4r1))
    expect(forward(theory)).toBe('silent')
    expect(theory.silent[0]).toContain('internal neighbour')
  })

  it.each([
    ['another neighbour is lost already', {}, 'BGP has lost a neighbour before the fault'],
    ['one end alone restarts gracefully', { alone: { r2: { gracefulRestart: '60s' } } }, 'one end of a BGP session'],
    ['BFD ends a session with graceful restart', { gracefulRestart: '60s', bfd: {} }, 'BFD ends'],
    ['it dampens flaps', { dampening: {} }, 'dampens flaps'],
  ] as const)('is silent where %s', (_, options, reason) => {
    const other = ring(options)
    const drift = Object.keys(options).length === 0 ? { drift: linkCut(other.r3r4) } : {}
    const theory = ask(other, linkSilent(other.r1r2), drift)
    expect([forward(theory), backward(theory)]).toEqual(['silent', 'silent'])
    expect(theory.silent[0]).toContain(reason)
  })
})
