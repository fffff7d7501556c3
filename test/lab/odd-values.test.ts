import { describe, expect, it } from 'vitest'
import * as chaos from '../../chaos/index.ts'
import { compose, flow, fromContainerlab, risk, session } from '../../src/index.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import * as topologies from '../../topologies/index.ts'

/** A lab runs without type checks, so each of these may stand where anything else is meant. */
const ODD: readonly unknown[] = [undefined, null, NaN, 7, '', 'x', [], [null], {}, () => 1, true]

type Anything = (...given: readonly unknown[]) => unknown
const site = topologies.gatewayPair()
const anything = (api: object): [string, Anything][] =>
  Object.entries(api).filter((one): one is [string, Anything] => typeof one[1] === 'function')

/** A TypeError of ours is reported as a defect of Backhoe, with exit code 70. */
const refusesOrTakes = (call: () => unknown): void => {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(BackhoeError)
  }
}

describe('an odd value is refused in words of ours, or taken', () => {
  it.each(anything({ ...topologies, ...session, compose, flow, fromContainerlab, risk }))('by %s', (_, call) => {
    for (const odd of ODD) {
      refusesOrTakes(() => call(odd))
      refusesOrTakes(() => call(site, odd))
      refusesOrTakes(() => call(site.host, site.server, odd))
    }
  })

  it.each(anything(chaos))('by %s, whose problems come with those of the lab', (name, call) => {
    for (const odd of ODD) {
      if (name === 'singleFailures') refusesOrTakes(() => call(odd))
      else {
        // Thrown at once, it would hide whatever else is wrong with the lab.
        expect(call(odd)).toHaveProperty('problems')
        expect(call(site.r1.lan, odd, odd)).toHaveProperty('problems')
        expect(call(site.r1, odd)).toHaveProperty('problems')
      }
    }
  })

  const METHODS = ['port', 'bond', 'bridge', 'vlan', 'macvlan', 'loopback', 'filter', 'route', 'rule', 'virtualRouter']
  it.each([...METHODS, 'syncGroup', 'probe'])('by %s of a node', (method) => {
    for (const odd of ODD) {
      for (const given of [
        [odd],
        ['x', odd],
        ['x', { ports: [odd], members: [odd], addresses: [odd], parent: odd }, odd],
      ]) {
        const net = compose('odd')
        const node = net.node('a', { role: 'router' })
        refusesOrTakes(() => {
          Reflect.apply(Reflect.get(node, method) as Anything, node, given)
          net.build()
        })
      }
    }
  })

  it('by node and link', () => {
    for (const odd of ODD) {
      const net = compose('odd')
      const node = net.node('a', { role: 'router' })
      refusesOrTakes(() => net.node(odd as string, odd as never))
      refusesOrTakes(() => net.link(odd as never, node.port('eth0'), odd as never))
      refusesOrTakes(() => net.build())
    }
  })
})
