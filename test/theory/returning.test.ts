import { expect, test } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import { compose } from '../../src/index.ts'
import type { SpanningTreeOptions } from '../../src/compose/options.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import type { Topology } from '../../src/model/topology.ts'
import { ask } from './ask.ts'

interface Options {
  readonly stp?: SpanningTreeOptions
  readonly updelay?: `${number}s`
  readonly primaryReselect?: 'always' | 'better' | 'failure'
}

/** A host with one cable, or with a bond whose primary leg ends at the same switch, and a server behind the other switch. */
function plugged(
  kind: 'single' | 'bonded',
  { stp = {}, ...bond }: Options = {},
): { topology: Topology; cable: CableHandle } {
  const net = compose('plugged')
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
  const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
  const address = { addresses: ['10.0.0.1/24'] }
  const cable = net.link(host.port('eth0', kind === 'single' ? address : {}), sw1.port('eth1'))
  if (kind === 'bonded') {
    net.link(host.port('eth1'), sw2.port('eth1'))
    const legs = { members: ['eth0', 'eth1'], primary: 'eth0', miimon: '100ms' } as const
    host.bond('bond0', { mode: 'active-backup', ...legs, ...bond, ...address })
  }
  net.link(sw1.port('eth2'), sw2.port('eth2'))
  net.link(server.port('eth0', { addresses: ['10.0.0.2/24'] }), sw2.port('eth3'))
  sw1.bridge('br0', { ports: ['eth1', 'eth2'], stp })
  sw2.bridge('br0', { ports: kind === 'single' ? ['eth2', 'eth3'] : ['eth1', 'eth2', 'eth3'], stp })
  host.probe('10.0.0.1')
  server.probe('10.0.0.2')
  return { topology: net.build(), cable }
}

const returnsOf = (kind: 'single' | 'bonded', options: Options = {}) => {
  const { topology, cable } = plugged(kind, options)
  return ask({ topology }, linkCut(cable)).returns.map(({ kind: metric, costNs }) => [metric, costNs / 1e9])
}
const both = <Cost>(cost: Cost) => [cost, cost]

test('a port of an 802.1D switch that is plugged in opens after 2 × forward_delay: traffic without another way is back then', () => {
  expect(returnsOf('single')).toEqual(both(['back', 30]))
  expect(returnsOf('single', { stp: { forwardDelay: '4s', maxAge: '6s', hello: '1s' } })).toEqual(both(['back', 8]))
})

test('a bond that goes back to its primary leg loses until the port opens, less its updelay', () => {
  expect(returnsOf('bonded')).toEqual(both(['reversionOutage', 30]))
  expect(returnsOf('bonded', { updelay: '10s' })).toEqual(both(['reversionOutage', 20]))
  // None with an updelay of 31 s.
  expect(returnsOf('bonded', { updelay: '31s' })).toEqual([])
})

test('a bond that stays where it is loses nothing; legs of one speed are none better than the other', () => {
  expect(returnsOf('bonded', { primaryReselect: 'failure' })).toEqual([])
  expect(returnsOf('bonded', { primaryReselect: 'better' })).toEqual([])
})
