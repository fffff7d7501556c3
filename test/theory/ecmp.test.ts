import { expect, test } from 'vitest'
import { linkCut, linkSilent } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { compose, nodeHandle } from '../../src/compose/index.ts'
import { nPlusOne } from '../../topologies/index.ts'
import { ask, backward, forward, theoryInWords } from './ask.ts'

/** Two routers with two cables between them, both in use in both directions. */
function twoWays() {
  const net = compose('two-ways')
  const host = net.node('host', { role: 'host' })
  const server = net.node('server', { role: 'server' })
  const near = net.node('near', { role: 'router' })
  const far = net.node('far', { role: 'router' })
  net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), near.port('lan', { addresses: ['10.0.1.1/24'] }))
  net.link(server.port('eth0', { addresses: ['10.0.2.2/24'] }), far.port('lan', { addresses: ['10.0.2.1/24'] }))
  const [a, b] = ['a', 'b'].map((name, k) =>
    net.link(
      near.port(name, { addresses: [`10.0.${String(8 + k)}.1/24`] }),
      far.port(name, { addresses: [`10.0.${String(8 + k)}.2/24`] }),
    ),
  ) as [CableHandle, CableHandle]
  host.route('default', '10.0.1.1')
  server.route('default', '10.0.2.1')
  near.route('10.0.2.0/24', ['10.0.8.2', '10.0.9.2'])
  far.route('10.0.1.0/24', ['10.0.8.1', '10.0.9.1'])
  return { topology: net.build(), a, b, host: nodeHandle(host), server: nodeHandle(server) }
}

const site = twoWays()

test('a gateway behind a dark port is left out within a tick, and there is nothing left without the other', () => {
  const cut = ask(site, linkCut(site.a))
  expect([forward(cut), backward(cut)]).toEqual([
    [0, 10],
    [0, 10],
  ])
  expect(cut.windows[0]?.source).toContain('fib_sync_down_dev')
  expect(cut.windows[0]?.detection).toEqual({ watch: 'carrier', node: 'near', name: 'a', state: 'down' })
  expect(forward(ask(site, linkCut(site.a), { drift: linkCut(site.b) }))).toBe('silent')
})

test('a gateway that is silent behind a lit port keeps its flows for good', () => {
  const silent = ask(site, linkSilent(site.a))
  expect([forward(silent), backward(silent)]).toEqual(['never', 'never'])
  expect(silent.windows[0]?.because).toContain('near goes on using 10.0.8.2, since its port to it has carrier')
})

test('the spare of n+1 takes the next hops of the dead: 3A + skew, and not if it is dead itself', () => {
  const pool = nPlusOne()
  const theory = (...faults: readonly Fault[]) =>
    theoryInWords({
      topology: pool.topology,
      effects: faults.flatMap((fault) => (fault.target.handle === 'cable' ? fault.effect(fault.target) : [])),
      drift: [],
      flows: [
        {
          name: 'web',
          from: 'client',
          to: 's1',
          streams: 32,
          ratePps: 100,
          pairs: { forward: [{ source: '10.0.2.101', target: '10.0.9.1' }], backward: [] },
          oneWay: true,
        },
      ],
      hz: 100,
      holdNs: 10e9,
      trafficNs: 8.5e9,
    })
  const [one, two, spare] = [pool.server(1).link, pool.server(2).link, pool.spare.link].map((cable) => linkCut(cable))
  if (one === undefined || two === undefined || spare === undefined) throw new Error('three faults')
  // RFC 9568 6.1: skew = (256 − 100)/256 s.
  expect(forward(theory(one))).toEqual([2609.375, 3609.375])
  expect(forward(theory(one, two))).toEqual([2609.375, 3609.375])
  expect(forward(theory(spare))).toEqual([0, 0])
  expect(forward(theory(one, spare))).toBe('never')
  expect(backward(theory(one))).toBe('silent')
})
