import { compose } from '../../../src/compose/index.ts'
import type { BgpNeighbourOptions, BgpOptions } from '../../../src/mechanisms/bgp/options-types.ts'
import type { BfdOptions } from '../../../src/mechanisms/bfd/options-types.ts'
import type { CableHandle } from '../../../src/model/handle.ts'

/** What is different from four plain routers, by name. */
export interface RingOptions extends Partial<BgpOptions> {
  /** Of every router. Default: none. */
  readonly bfd?: BfdOptions
  /** r4 is in the AS of r1. Default false. */
  readonly internal?: boolean
  /** Of one router, by name. */
  readonly alone?: Readonly<Record<string, Partial<BgpOptions>>>
  /** For what a router says of a neighbour: `'r1 r2'`. */
  readonly of?: Readonly<Record<string, Partial<BgpNeighbourOptions>>>
}

/** Four routers in a ring, each an AS of its own, with a host behind the first one and a server behind the third one. */
export function ring({ of = {}, alone = {}, bfd, internal = false, ...options }: RingOptions = {}) {
  const net = compose('ring')
  const host = net.node('host', { role: 'host' })
  const server = net.node('server', { role: 'server' })
  const routers = ['r1', 'r2', 'r3', 'r4'].map((name) => net.node(name, { role: 'router' }))
  const [r1, r2, r3, r4] = routers
  if (r1 === undefined || r2 === undefined || r3 === undefined || r4 === undefined) throw new Error('four routers')
  net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), r1.port('lan', { addresses: ['10.0.1.1/24'] }))
  net.link(server.port('eth0', { addresses: ['10.0.3.2/24'] }), r3.port('lan', { addresses: ['10.0.3.1/24'] }))
  host.route('default', '10.0.1.1')
  server.route('default', '10.0.3.1')
  const join = (a: typeof r1, b: typeof r1, net24: string): CableHandle =>
    net.link(a.port(b.name, { addresses: [`${net24}.1/24`] }), b.port(a.name, { addresses: [`${net24}.2/24`] }))
  const cables = {
    r1r2: join(r1, r2, '10.1.12'),
    r2r3: join(r2, r3, '10.1.23'),
    r3r4: join(r3, r4, '10.1.34'),
    r4r1: join(r4, r1, '10.1.41'),
  }
  const timers = { keepalive: '1s', hold: '3s', connect: '1s' } as const
  const speak = (
    node: typeof r1,
    as: number,
    addresses: Readonly<Record<string, readonly [string, number]>>,
    lan = false,
  ) => {
    const neighbours = Object.entries(addresses).map(([name, [address, other]]) => [
      address,
      { as: other, ...of[`${node.name} ${name}`] },
    ])
    node.bgp({
      as,
      neighbours: Object.fromEntries(neighbours) as BgpOptions['neighbours'],
      ...(lan ? { networks: ['lan'] } : {}),
      ...timers,
      ...options,
      ...alone[node.name],
    })
  }
  const as4 = internal ? 65001 : 65004
  speak(r1, 65001, { r2: ['10.1.12.2', 65002], r4: ['10.1.41.1', as4] }, true)
  speak(r2, 65002, { r1: ['10.1.12.1', 65001], r3: ['10.1.23.2', 65003] })
  speak(r3, 65003, { r2: ['10.1.23.1', 65002], r4: ['10.1.34.2', as4] }, true)
  speak(r4, as4, { r3: ['10.1.34.1', 65003], r1: ['10.1.41.2', 65001] })
  if (bfd !== undefined) for (const router of routers) router.bfd(bfd)
  return { topology: net.build(), r2, ...cables }
}
