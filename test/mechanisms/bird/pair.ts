import { compose } from '../../../src/compose/index.ts'
import type { BfdOptions } from '../../../src/mechanisms/bfd/options-types.ts'

interface Options {
  readonly bfd?: BfdOptions
  /** Of both routers. */
  readonly ignoreRoutesWithLinkdown?: boolean
}

/** Two routers, joined by two cables; both track their route by the first one. */
export function pair({ bfd = { interval: '100ms' }, ignoreRoutesWithLinkdown = false }: Options = {}) {
  const net = compose('pair')
  const [r1, r2] = [net.node('r1', { role: 'router' }), net.node('r2', { role: 'router' })]
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
  const by = (name: string, network: string) =>
    net.link(r1.port(name, { addresses: [`${network}.1/30`] }), r2.port(name, { addresses: [`${network}.2/30`] }))
  const cables = { first: by('first', '10.0.1'), second: by('second', '10.0.2') }
  net.link(host.port('eth0', { addresses: ['10.1.0.10/24'] }), r1.port('lan', { addresses: ['10.1.0.1/24'] }))
  net.link(server.port('eth0', { addresses: ['10.2.0.10/24'] }), r2.port('lan', { addresses: ['10.2.0.1/24'] }))
  host.route('default', '10.1.0.1')
  server.route('default', '10.2.0.1')
  r1.route('10.2.0.0/24', '10.0.1.2', { bfd: true }).route('10.2.0.0/24', '10.0.2.2', { metric: 20 })
  r2.route('10.1.0.0/24', '10.0.1.1', { bfd: true }).route('10.1.0.0/24', '10.0.2.1', { metric: 20 })
  for (const router of [r1, r2]) router.bfd(bfd).routing({ ignoreRoutesWithLinkdown })
  return { topology: net.build(), r1: r1.node, r2, ...cables }
}
