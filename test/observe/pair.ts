import { compose } from '../../src/compose/index.ts'
import type { FlowPlan, StreamPlan } from '../../src/model/plan.ts'
import type { Topology } from '../../src/model/topology.ts'

/** Two hosts and a cable. */
export function pair(): Topology {
  const net = compose('pair')
  const [a, b] = [net.node('a', { role: 'host' }), net.node('b', { role: 'server' })]
  net.link(a.port('eth0', { addresses: ['10.0.0.1/24'] }), b.port('eth0', { addresses: ['10.0.0.2/24'] }))
  return net.build()
}

export const A = { node: 'a', address: '10.0.0.1' } as const
export const B = { node: 'b', address: '10.0.0.2' } as const

/** Streams both ways between the two. */
export function flowBetween(
  name: string,
  ratePps: number,
  streams: number,
  firstPort: number,
  sizeBytes = 64,
): FlowPlan {
  const numbers = Array.from({ length: streams }, (_, number) => firstPort + 4 * number)
  return {
    name,
    ratePps,
    overdueNs: 1e9,
    sizeBytes,
    streams: numbers.flatMap((port): StreamPlan[] => [
      { direction: 'forward', from: { ...A, port }, to: { ...B, port: port + 1 } },
      { direction: 'backward', from: { ...B, port: port + 2 }, to: { ...A, port: port + 3 } },
    ]),
  }
}
