import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, nodePause } from '../../../chaos/index.ts'
import { detectionOf } from '../../../src/mechanisms/bfd/theory-detection.ts'
import { compose } from '../../../src/compose/index.ts'
import { ask, backward, forward } from '../../theory/ask.ts'
import { ring } from '../bgp/ring.ts'
import { square } from '../ospf/square.ts'

describe('BFD', () => {
  it('takes the longer interval of both ends, and the multiplier of the one that is missed', () => {
    const net = compose('bfd')
    const [a, b] = [net.node('a', { role: 'router' }), net.node('b', { role: 'router' })]
    net.link(a.port('b', { addresses: ['10.0.1.1/24'] }), b.port('a', { addresses: ['10.0.1.2/24'] }))
    a.bgp({ as: 65001, neighbours: { '10.0.1.2': { as: 65002 } } }).bfd({ interval: '100ms', multiplier: 3 })
    b.bgp({ as: 65002, neighbours: { '10.0.1.1': { as: 65001 } } }).bfd({ interval: '250ms', multiplier: 5 })
    net.build()
    const dead = { receives: false, hangs: false }
    expect(
      [detectionOf(a.node, b.node, dead), detectionOf(b.node, a.node, dead)].map((one) => [one?.lowNs, one?.highNs]),
    ).toEqual([
      [1000e6, 1250e6],
      [500e6, 750e6],
    ])
  })

  it('ends a session of BGP after two to three intervals, at both ends also where one alone misses the other', () => {
    const site = ring({ bfd: { interval: '100ms' } })
    const silent = ask(site, linkSilent(site.r1r2))
    expect([forward(silent), backward(silent)]).toEqual([
      [200, 400],
      [200, 470],
    ])
    const oneWay = ask(site, linkSilent(site.r1r2, { direction: 'fromNear' }))
    expect(forward(oneWay)).toEqual([200, 400])
    expect(backward(oneWay)).toEqual([0, 70])
    expect(forward(ask(site, linkCut(site.r1r2)))).toEqual([0, 110])
  })

  it('ends it as soon as an echo is missed, which takes both ways; a router that hangs sends echoes back', () => {
    const site = ring({ bfd: { interval: '300ms', echo: '50ms' } })
    expect(forward(ask(site, linkSilent(site.r1r2)))).toEqual([100, 250])
    expect(forward(ask(site, linkSilent(site.r1r2, { direction: 'fromNear' })))).toEqual([100, 250])
    const nodes = site.topology.nodes.filter(({ name }) => name === 'r1' || name === 'r2')
    const [r1, r2] = nodes
    if (r1 === undefined || r2 === undefined) throw new Error('two routers')
    expect(detectionOf(r1, r2, { receives: false, hangs: true })).toEqual({ lowNs: 600e6, highNs: 900e6 })
  })

  it('leaves a router that hangs, whose kernel forwards on: nothing is lost', () => {
    const site = ring({ bfd: { interval: '100ms' } })
    expect(forward(ask(site, nodePause(site.r2)))).toEqual([0, 0])
  })

  it('ends a neighbourhood of OSPF as soon', () => {
    const site = square({ hello: '1s', dead: '4s' }, { interval: '100ms' })
    const silent = ask(site, linkSilent(site.r2r3))
    expect([forward(silent), backward(silent)]).toEqual([
      [200, 330],
      [200, 330],
    ])
  })
})
