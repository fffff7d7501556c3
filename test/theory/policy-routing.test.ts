import { describe, expect, it } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import { compose, type RuleOptions } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import type { Topology } from '../../src/model/topology.ts'
import { type TheoryQuestion } from '../../src/theory/theory.ts'
import { dualUplink } from '../../topologies/index.ts'
import { backward, forward, type Answer, theoryInWords } from './ask.ts'

type Flow = TheoryQuestion['flows'][number]

function asked(topology: Topology, cable: CableHandle, flow: Omit<Flow, 'name' | 'streams' | 'ratePps'>) {
  return theoryInWords({
    topology,
    effects: linkCut(cable).effect(cable),
    drift: [],
    flows: [{ name: 'flow', streams: 1, ratePps: 100, ...flow }],
    hz: 100,
    holdNs: 12e9,
    trafficNs: 8.5e9,
  })
}

/** Two ways from a to b by m and n; main goes by m, table 7 by n. What becomes of a's two addresses when either way is cut. */
function fork(...rules: readonly RuleOptions[]): {
  readonly cutM: readonly Answer[]
  readonly cutN: readonly Answer[]
} {
  const net = compose('fork')
  const [a, b] = [net.node('a', { role: 'host' }), net.node('b', { role: 'server' })]
  b.loopback(['10.0.9.1/32'])
  const [viaM, viaN] = (['m', 'n'] as const).map((name, k) => {
    const way = net.node(name, { role: 'router' })
    const [near, far] = [`10.0.${String(1 + k)}`, `10.0.${String(3 + k)}`]
    const cable = net.link(
      a.port(name, { addresses: [`${near}.1/24`] }),
      way.port('a', { addresses: [`${near}.2/24`] }),
    )
    net.link(way.port('b', { addresses: [`${far}.2/24`] }), b.port(name, { addresses: [`${far}.1/24`] }))
    way.route('10.0.9.1/32', `${far}.1`)
    return cable
  })
  a.route('default', '10.0.1.2').route('default', '10.0.2.2', { table: 7 })
  for (const rule of rules) a.rule(rule)
  if (viaM === undefined || viaN === undefined) throw new Error('two ways')
  const topology = net.build()
  const sources = ['10.0.1.1', '10.0.2.1']
  const lost = (cable: CableHandle): readonly Answer[] =>
    sources.map((source) => {
      const pairs = { forward: [{ source, target: '10.0.9.1' }], backward: [] }
      return forward(asked(topology, cable, { from: 'a', to: 'b', pairs, oneWay: true }))
    })
  return { cutM: lost(viaM), cutN: lost(viaN) }
}

const FINE: Answer = [0, 0]

describe('policy routing', () => {
  it('sends by another table what comes from an address, and nothing else', () => {
    expect(fork({ from: '10.0.2.1', table: 7 })).toEqual({ cutM: ['never', FINE], cutN: [FINE, 'never'] })
    expect(fork({ from: '10.0.2.0/24', table: 7 })).toEqual({ cutM: ['never', FINE], cutN: [FINE, 'never'] })
    expect(fork({ from: '10.0.3.1', table: 7 })).toEqual({ cutM: ['never', 'never'], cutN: [FINE, FINE] })
  })

  it('asks the rules in their order, and takes main where a table has no route', () => {
    const both: RuleOptions = { to: '10.0.9.0/24', table: 7 }
    expect(fork(both)).toEqual({ cutM: [FINE, FINE], cutN: ['never', 'never'] })
    expect(fork({ from: '10.0.2.1' }, both)).toEqual({ cutM: [FINE, 'never'], cutN: ['never', FINE] })
  })

  it('does not take what the node sends itself for something that came in', () => {
    expect(fork({ iif: 'm', table: 7 })).toEqual({ cutM: ['never', 'never'], cutN: [FINE, FINE] })
  })
})

describe('a server that two providers publish', () => {
  const site = dualUplink()
  const at = (k: 0 | 1): Omit<Flow, 'name' | 'streams' | 'ratePps'> => {
    const [inside, outside] = [`10.0.1.2${String(1 + k)}`, ['198.51.100.2', '203.0.113.2'][k] ?? '']
    const pairs = {
      forward: [{ source: '192.0.2.101', target: outside }],
      backward: [{ source: inside, target: '192.0.2.101' }],
    }
    return { from: 'remote', to: 'server', pairs }
  }
  const told = (topology: Topology, cable: CableHandle, k: 0 | 1): readonly Answer[] => {
    const theory = asked(topology, cable, at(k))
    return [forward(theory), backward(theory)]
  }

  it('is reached by either, and lives and dies there with that provider', () => {
    expect(told(site.topology, site.e1.wan, 0)).toEqual(['never', 'never'])
    expect(told(site.topology, site.e1.wan, 1)).toEqual([FINE, FINE])
    expect(told(site.topology, site.e2.wan, 0)).toEqual([FINE, FINE])
    expect(told(site.topology, site.e2.wan, 1)).toEqual(['never', 'never'])
  })

  it('answers by the gateway, whoever asked, where no rule tells it otherwise', () => {
    const nodes = site.topology.nodes.map((node) => ({ ...node, rules: [] }))
    const [there, back] = told({ ...site.topology, nodes }, site.e2.wan, 1)
    expect(there).toBe('never')
    expect(back).toEqual(FINE)
  })
})
