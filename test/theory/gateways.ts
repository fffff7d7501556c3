import { compose, nodeHandle, type NodeVrrpOptions, type VirtualRouterOptions } from '../../src/compose/index.ts'

export type More = Partial<Omit<VirtualRouterOptions, 'interface' | 'vrid' | 'addresses'>>

/**
 *     host ─ sw ─ r1, r2 ─ wan ─ server
 *
 * Virtual routers LAN and WAN in each router, without a sync group; `more` by router and side.
 */
export function gateways(more: (router: number, side: 'LAN' | 'WAN') => More, routers = 2, all: NodeVrrpOptions = {}) {
  const net = compose('gateways')
  const host = net.node('host', { role: 'host' })
  const server = net.node('server', { role: 'server' })
  const sw = net.node('sw', { role: 'switch' })
  const wan = net.node('wan', { role: 'switch' })
  const hostLink = net.link(host.port('eth0', { addresses: ['10.0.1.101/24'] }), sw.port('p0'))
  net.link(server.port('eth0', { addresses: ['10.0.2.101/24'] }), wan.port('p0'))
  const cables = Array.from({ length: routers }, (_, k) => {
    const number = k + 1
    const router = net.node(`r${number}`, { role: 'router' })
    const lans = net.link(router.port('lan', { addresses: [`10.0.1.${10 + number}/24`] }), sw.port(`p${number}`))
    const wans = net.link(router.port('wan', { addresses: [`10.0.2.${10 + number}/24`] }), wan.port(`p${number}`))
    router.vrrp(all)
    for (const [name, vrid] of [
      ['LAN', 1],
      ['WAN', 2],
    ] as const)
      router.virtualRouter(name, {
        interface: name.toLowerCase(),
        vrid,
        priority: 150 - 50 * k,
        addresses: [`10.0.${vrid}.1/24`],
        ...more(number, name),
      })
    return { lan: lans, wan: wans }
  })
  const ports = Array.from({ length: routers + 1 }, (_, k) => `p${k}`)
  sw.bridge('br0', { ports })
  wan.bridge('br0', { ports })
  host.route('default', '10.0.1.1').probe('10.0.1.101')
  server.route('default', '10.0.2.1').probe('10.0.2.101')
  return { topology: net.build(), hostLink, cables, wan: nodeHandle(wan) }
}
