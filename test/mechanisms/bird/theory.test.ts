import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, nodePause } from '../../../chaos/index.ts'
import { ask, backward, forward } from '../../theory/ask.ts'
import { pair } from './pair.ts'

describe('a route that BFD tracks', () => {
  it('is withdrawn after two to three intervals, and the next metric takes over', () => {
    const site = pair()
    const silent = ask(site, linkSilent(site.first))
    expect([forward(silent), backward(silent)]).toEqual([
      [200, 310],
      [200, 310],
    ])
    expect(silent.windows[0]?.detection).toEqual({
      watch: 'route',
      node: 'r1',
      name: '10.2.0.0/24',
      state: '10.0.2.2',
    })
  })

  it('by the end that is not heard as well: the other one says so', () => {
    const site = pair({ bfd: { interval: '200ms', multiplier: 5 } })
    const oneWay = ask(site, linkSilent(site.first, { direction: 'fromNear' }))
    expect([forward(oneWay), backward(oneWay)]).toEqual([
      [800, 1010],
      [0, 0],
    ])
  })

  it('is withdrawn as late where the carrier is lost, unless the router ignores routes without carrier', () => {
    const [plain, ignoring] = [pair(), pair({ ignoreRoutesWithLinkdown: true })]
    expect(forward(ask(plain, linkCut(plain.first)))).toEqual([200, 310])
    expect(forward(ask(ignoring, linkCut(ignoring.first)))).toEqual([0, 10])
  })

  it('leaves a router that hangs, whose kernel forwards on: nothing is lost', () => {
    const site = pair()
    expect(forward(ask(site, nodePause(site.r2)))).toEqual([0, 0])
  })
})
