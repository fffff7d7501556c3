import { compose, flow, type CableHandle, type FileText, type Flow, type Site } from 'backhoe-lab'

/** A host and a server, two routers between them, whose `keepalived.conf` is a file. */
export interface Gateways extends Site {
  /** The cables of r1, which is preferred. */
  readonly lan: CableHandle
  readonly wan: CableHandle
  readonly web: Flow
}

export function gateways(name: string, files: { readonly r1: FileText; readonly r2: FileText }): Gateways {
  const net = compose(name)
  const host = net.node('host', { role: 'host' })
  const server = net.node('server', { role: 'server' })
  const [lan, wan] = [net.node('lan', { role: 'switch' }), net.node('wan', { role: 'switch' })]
  const r1 = net.node('r1', { role: 'router', files: { 'keepalived.conf': files.r1 } })
  const r2 = net.node('r2', { role: 'router', files: { 'keepalived.conf': files.r2 } })
  net.link(host.port('eth0', { addresses: ['10.0.1.10/24'] }), lan.port('eth1'))
  net.link(server.port('eth0', { addresses: ['10.0.2.20/24'] }), wan.port('eth1'))
  const lanCable = net.link(r1.port('lan', { addresses: ['10.0.1.11/24'] }), lan.port('eth2'))
  net.link(r2.port('lan', { addresses: ['10.0.1.12/24'] }), lan.port('eth3'))
  const wanCable = net.link(r1.port('wan', { addresses: ['10.0.2.11/24'] }), wan.port('eth2'))
  net.link(r2.port('wan', { addresses: ['10.0.2.12/24'] }), wan.port('eth3'))
  for (const one of [lan, wan]) one.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'] })
  host.route('default', '10.0.1.1').probe('10.0.1.10')
  server.route('default', '10.0.2.1').probe('10.0.2.20')
  const topology = net.build()
  return { topology, lan: lanCable, wan: wanCable, web: flow(host, server, { streams: 2, rate: '100pps' }) }
}
