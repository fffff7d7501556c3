import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, nodePause } from '../../../chaos/index.ts'
import { compose } from '../../../src/compose/index.ts'
import { ospfTheory } from '../../../src/mechanisms/ospf/theory.ts'
import { ospfRoutes } from '../../../src/mechanisms/ospf/theory-routes.ts'
import type { CableHandle } from '../../../src/model/handle.ts'
import { Damage } from '../../../src/theory/damage.ts'
import { wiringOf } from '../../../src/theory/wired.ts'
import { World } from '../../../src/theory/world.ts'
import { ask, backward, forward } from '../../theory/ask.ts'
import { areas } from './areas.ts'
import { square } from './square.ts'

describe('OSPF', () => {
  const site = square()

  it('leads by the least cost to every network', () => {
    const text = ospfRoutes(site.topology).flatMap(({ node, routes }) =>
      routes.map(({ to, vias }) => `${node} ${to} ${vias.join()}`),
    )
    expect(text.filter((one) => one.startsWith('r1'))).toEqual([
      'r1 10.1.23.0/24 10.1.12.2',
      // 20 + 20 by r4, and 10 + 10 + 20 by r2.
      'r1 10.1.34.0/24 10.1.12.2,10.1.41.1',
      'r1 10.0.3.0/24 10.1.12.2',
    ])
  })

  it('has another way 30 ms after a cut', () => {
    const cut = ask(site, linkCut(site.r1r2))
    expect([forward(cut), backward(cut)]).toEqual([
      [0, 30],
      [0, 30],
    ])
    expect(cut.windows[0]?.detection).toMatchObject({ watch: 'route', node: 'r1' })
  })

  it('has another way when the dead interval is over, counted from the last hello', () => {
    const silent = ask(site, linkSilent(site.r2r3))
    expect([forward(silent), backward(silent)]).toEqual([
      [3000, 4030],
      [3000, 4030],
    ])
    // One end that hears nothing is enough: both have to announce a link.
    const oneWay = ask(site, linkSilent(site.r2r3, { direction: 'fromNear' }))
    expect(forward(oneWay)).toEqual([3000, 4030])
    expect(backward(oneWay)).toEqual([0, 0])
  })

  it('keeps a link that its neighbour alone has lost, beside a parallel one, until it notices that itself', () => {
    const net = compose('parallel')
    const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
    const [r1, r2] = [net.node('r1', { role: 'router' }), net.node('r2', { role: 'router' })]
    net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), r1.port('lan', { addresses: ['10.0.1.1/24'] }))
    net.link(server.port('eth0', { addresses: ['10.0.2.2/24'] }), r2.port('lan', { addresses: ['10.0.2.1/24'] }))
    host.route('default', '10.0.1.1')
    server.route('default', '10.0.2.1')
    const [first] = ['a', 'b'].map((name, at) =>
      net.link(
        r1.port(name, { addresses: [`10.1.${String(at)}.1/24`] }),
        r2.port(name, { addresses: [`10.1.${String(at)}.2/24`] }),
      ),
    )
    const speak = { hello: '1s', interfaces: { a: {}, b: { cost: 20 } }, passive: ['lan'] } as const
    for (const router of [r1, r2]) router.ospf(speak)
    const cut = ask({ topology: net.build() }, linkCut(first ?? expect.unreachable(), { end: 'near' }))
    expect([forward(cut), backward(cut)]).toEqual([
      // Two announcements, and a calculation may be held back by 50 ms after another.
      [0, 80],
      // r1 still announces its other link to r2 (RFC 2328 16.1 (2b)): r2 misses hellos.
      [3000, 4080],
    ])
  })

  it('passes networks between areas by the backbone, and through the nearest border router', () => {
    const text = ospfRoutes(areas()).flatMap(({ node, routes }) =>
      routes.map(({ to, vias }) => `${node} ${to} ${vias.join()}`),
    )
    // 10 + 10 by b1 and 30 + 10 by b2.
    expect(text).toContain('a 10.0.3.0/24 10.1.1.2')
    // The border router has a way of its own into area 1, and does not take the cheaper one by the backbone: 10 + 10 + 10.
    expect(text).toContain('b2 10.0.1.0/24 10.1.2.1')
    // c has a summary of either border router: 10 + 20 and 10 + 20.
    expect(text).toContain('c 10.0.1.0/24 10.1.0.1,10.1.0.2')
  })

  it('says nothing of a loss where border routers or a designated one announce it, and of what none touches it does', () => {
    const topology = areas()
    const [, , cable] = topology.cables
    if (cable === undefined) throw new Error('a cable')
    const cut = linkCut({ handle: 'cable', cable, near: cable.a, far: cable.b })
    const lost = ask({ topology }, cut)
    expect([forward(lost), lost.silent[0]]).toEqual(['silent', expect.stringContaining('OSPF has several areas')])
  })

  /** What a router does about the cut of a link. */
  const changesAt = (node: string, cut: CableHandle, to: string) => {
    const before = new World(wiringOf(site.topology), new Damage([]), null)
    const broken = before.damaged(new Damage(linkCut(cut).effect(cut)))
    return ospfTheory.changes({ before, broken, earlier: [], hz: 100, spacingNs: 10e6 }).changes.flatMap((one) => {
      const { reaction, lowNs, highNs } = one
      if (reaction.react !== 'routes' || reaction.node !== node) return []
      return reaction.routes.flatMap((route) => (route.to === to ? [[route.vias, lowNs / 1e6, highNs / 1e6]] : []))
    })
  }

  it('calculates a second time, after the hold time, what both ends of a link have to announce', () => {
    // 63 ms measured: the first calculation comes at once, the next one 50 ms after it.
    expect(changesAt('r4', site.r1r2, '10.1.12.0/24')).toEqual([[[], 0, 80]])
    // One end is enough for what lies behind the link.
    expect(changesAt('r4', site.r1r2, '10.1.23.0/24')).toEqual([])
    expect(changesAt('r1', site.r1r2, '10.0.3.0/24')).toEqual([[['10.1.41.1'], 0, 30]])
  })

  it('has other routes one by one where a router stands still, and its neighbours notice that each on its own', () => {
    const hang = ask(site, nodePause(site.r2))
    // The kernel of the router that stands still forwards, and the routes that take the other way do so in time.
    expect([forward(hang), backward(hang)]).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it('says nothing where another neighbour is lost already', () => {
    const later = ask(site, linkSilent(site.r2r3), { drift: linkCut(site.r3r4) })
    expect(forward(later)).toBe('silent')
    expect(later.silent[0]).toContain('OSPF has lost a neighbour or a network before the fault')
  })
})
