import type { Network, NodeBuilder, VrrpOptions } from '../../src/model/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { networkOf } from '../parts/lan.ts'
import type { CampusLayers, RouterLan } from './layers.ts'

export interface Router extends RouterLan {
  readonly node: NodeBuilder
  readonly wan: CableHandle
}

export interface Gateways {
  readonly routers: readonly Router[]
  readonly server: NodeBuilder
  readonly serverLink: CableHandle
  readonly wan: NodeBuilder
}

const WAN = '172.16.2'
const SERVERS = '172.16.3'

/** The virtual routers of a VLAN's gateway on either side. */
export const instancesOf = (vlan: number) => ({ lan: `LAN${String(vlan)}`, wan: `WAN${String(vlan)}` })

/** r1 and r2, active in the VLANs by turns, and the server behind one switch and one router: the observer's. */
export function gateways(net: Network, layers: CampusLayers, vlans: readonly number[], vrrp: VrrpOptions): Gateways {
  const wan = net.node('wan', { role: 'switch', risks: ['rack-server'] })
  const routers = ([0, 1] as const).map((at): Router => {
    const name = `r${String(at + 1)}`
    const node = net.node(name, { role: 'router', risks: at === 0 ? ['rack-1', 'feed-a'] : ['rack-2', 'feed-b'] })
    const lan = layers.router(node, at)
    const own = `${WAN}.${String(11 + at)}`
    const up = net.link(node.port('wan', { addresses: [`${own}/24`] }), wan.port(name), {
      role: 'uplink',
      risks: [`tray-${'ab'.charAt(at)}`],
    })
    node.route(`${SERVERS}.0/24`, `${WAN}.100`)
    vlans.forEach((vlan, position) => {
      const device = `lan.${String(vlan)}`
      node.vlan(device, { parent: 'lan', vlan, addresses: [`${networkOf(vlan)}.${String(11 + at)}/24`] })
      const common = { ...vrrp, vrid: position + 1, priority: position % 2 === at ? 150 : 100 }
      const { lan: inside, wan: outside } = instancesOf(vlan)
      node.syncGroup(`GATEWAY${String(vlan)}`, [
        node.virtualRouter(inside, { ...common, interface: device, addresses: [`${networkOf(vlan)}.1/24`] }),
        node.virtualRouter(outside, { ...common, interface: 'wan', addresses: [`${WAN}.${String(position + 1)}/24`] }),
      ])
    })
    return { node, ...lan, wan: up }
  })
  const { server, serverLink } = behind(net, wan, vlans)
  wan.bridge('br0', { ports: ['r1', 'r2', 'core'] })
  return { routers, server, serverLink, wan }
}

function behind(net: Network, wan: NodeBuilder, vlans: readonly number[]): Pick<Gateways, 'server' | 'serverLink'> {
  const core = net.node('core', { role: 'router', risks: ['rack-server'] })
  const risks = ['tray-server']
  net.link(core.port('wan', { addresses: [`${WAN}.100/24`] }), wan.port('core'), { role: 'wan', risks })
  const server = net.node('server', { role: 'server', risks: ['rack-server'] })
  const serverLink = net.link(
    server.port('eth0', { addresses: [`${SERVERS}.101/24`] }),
    core.port('lan', { addresses: [`${SERVERS}.1/24`] }),
    { role: 'server', risks },
  )
  server.route('default', `${SERVERS}.1`)
  vlans.forEach((vlan, position) => core.route(`${networkOf(vlan)}.0/24`, `${WAN}.${String(position + 1)}`))
  return { server, serverLink }
}
