import { compose, flow, fromFile, type CableHandle, type Flow, type Site } from 'backhoe-lab'

/** Three routers in a triangle, a host behind the first one and a server behind the second one; each has an `frr.conf`. */
export interface Triangle extends Site {
  /** Between the first and the second router. */
  readonly direct: CableHandle
  readonly web: Flow
}

export function triangle(name: string): Triangle {
  const net = compose(name)
  const router = (node: string) =>
    net.node(node, { role: 'router', files: { 'frr.conf': fromFile(`${name}-${node}.conf`) } })
  const [r1, r2, r3] = [router('r1'), router('r2'), router('r3')]
  const host = net.node('host', { role: 'host' })
  const server = net.node('server', { role: 'server' })
  net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), r1.port('lan', { addresses: ['10.0.1.1/24'] }))
  net.link(server.port('eth0', { addresses: ['10.0.2.2/24'] }), r2.port('lan', { addresses: ['10.0.2.1/24'] }))
  host.route('default', '10.0.1.1')
  server.route('default', '10.0.2.1')
  const direct = net.link(
    r1.port('eth1', { addresses: ['10.1.12.1/30'] }),
    r2.port('eth1', { addresses: ['10.1.12.2/30'] }),
  )
  net.link(r1.port('eth2', { addresses: ['10.1.13.1/30'] }), r3.port('eth1', { addresses: ['10.1.13.2/30'] }))
  net.link(r2.port('eth2', { addresses: ['10.1.23.1/30'] }), r3.port('eth2', { addresses: ['10.1.23.2/30'] }))
  const topology = net.build()
  return { topology, direct, web: flow(host, server, { streams: 2, rate: '100pps' }) }
}
