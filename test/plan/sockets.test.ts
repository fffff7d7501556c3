import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flow, session } from '../../src/index.ts'
import type { FlowPlan, SocketPlan } from '../../src/model/plan.ts'
import type { NodeHandle } from '../../src/index.ts'
import { Sockets } from '../../src/plan/sockets.ts'
import { dualHomedLag, gatewayPair, mlagPair } from '../../topologies/index.ts'

describe('5-tuples', () => {
  it('belong to one stream each, in both directions', () => {
    const site = gatewayPair({
      groups: [
        { vrid: 1, priority: { r1: 150, r2: 100 } },
        { vrid: 2, priority: { r1: 100, r2: 150 } },
      ],
    })
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 4 }), (counts) => {
        const sockets = new Sockets()
        const flows = counts.map((streams, index) =>
          sockets.flow(`f${String(index)}`, flow(site.host, site.server, { streams })),
        )
        const streams = flows.flatMap((one) => one.streams)
        const ends = streams
          .flatMap(({ from, to }) => [from, to])
          .map(({ node, address, port }) => `${node} ${address} ${String(port)}`)
        expect(new Set(ends).size).toBe(ends.length)
        expect(streams.every(({ from, to }) => [from, to].every(({ port }) => port >= 1024 && port <= 65_535))).toBe(
          true,
        )
      }),
      { numRuns: 30 },
    )
  })

  it('cycle over the addresses of both ends', () => {
    const { streams } = new Sockets().flow(
      'web',
      flow(nodeWith('a', ['10.0.0.1', '10.0.0.2']), nodeWith('b', ['10.0.0.3', '10.0.0.4', '10.0.0.5']), {
        streams: 6,
      }),
    )
    const pairs = streams.slice(0, 6).map(({ from, to }) => `${from.address.slice(-1)}-${to.address.slice(-1)}`)
    expect(pairs).toEqual(['1-3', '2-4', '1-5', '2-3', '1-4', '2-5'])
    expect(streams.slice(6).map(({ from, to }) => `${to.address.slice(-1)}-${from.address.slice(-1)}`)).toEqual(pairs)
  })

  it('take the legs of a layer3+4 LAG in turn, whatever the addresses and however many legs', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.constantFrom(2, 4, 8), (near, far, legs) => {
        const { streams } = new Sockets().flow(
          'web',
          flow(nodeWith('a', [near]), nodeWith('b', [far]), { streams: 16 }),
        )
        for (const direction of ['forward', 'backward'])
          expect(legCounts(streams, direction, legs)).toEqual(Array.from({ length: legs }, () => 16 / legs))
      }),
    )
  })

  // A trunk that lacks one of two VLANs concerns every second stream: those must not all share a leg.
  it('take them in turn between each pair of networks too', () => {
    const site = mlagPair({ vlans: [10, 20, 30] })
    const { streams } = new Sockets().flow('web', flow(site.host(1), site.server(1), { streams: 12 }))
    for (const vlan of [10, 20, 30])
      for (const direction of ['forward', 'backward']) {
        const own = streams.filter(({ from }) => from.address.startsWith(`10.0.${String(vlan)}.`))
        expect(legCounts(own, direction, 2)).toEqual([2, 2])
      }
  })

  it('leave no leg of three empty', () => {
    const site = dualHomedLag()
    const plan = new Sockets().flow('web', flow(site.host, site.server, { streams: 16 }))
    expect(Math.min(...legCounts(plan.streams, 'forward', 3))).toBeGreaterThan(0)
  })

  it('give each session a port to listen on', () => {
    const { host, server } = gatewayPair()
    const sockets = new Sockets()
    const plans = ['ssh', 'log'].map((name) => sockets.session(name, session.tcp(host, server)))
    expect(plans.map((plan) => [plan.client.port, plan.server.port])).toEqual([
      [0, 7000],
      [0, 7001],
    ])
  })
})

const { host } = gatewayPair()
const nodeWith = (name: string, addresses: readonly string[]): NodeHandle => ({
  handle: 'node',
  node: { ...host.node, name, probes: addresses.map((address) => ({ address })) },
})

function legCounts(streams: FlowPlan['streams'], direction: string, legs: number): number[] {
  const counts = Array.from({ length: legs }, () => 0)
  for (const stream of streams.filter((one) => one.direction === direction)) {
    const leg = layer34(stream.from, stream.to) % legs
    counts[leg] = (counts[leg] ?? 0) + 1
  }
  return counts
}

/** bond_ip_hash of the kernel, as on a little-endian machine. */
function layer34(from: SocketPlan, to: SocketPlan): number {
  const bytes = (value: string): number[] => value.split('.').map(Number)
  const word = ([a = 0, b = 0, c = 0, d = 0]: number[]): number => (a | (b << 8) | (c << 16) | (d << 24)) >>> 0
  let hash = word([from.port >> 8, from.port & 0xff, to.port >> 8, to.port & 0xff])
  hash ^= word(bytes(from.address)) ^ word(bytes(to.address))
  hash ^= hash >>> 16
  hash ^= hash >>> 8
  return (hash >>> 1) & 0x7fff_ffff
}
