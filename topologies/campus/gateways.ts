import type { Network, NodeBuilder, VrrpOptions } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { networkOf } from '../parts/lan.ts'
import type { CampusLayers, RouterLan } from './layers.ts'
import { WAN, wanGateway, type Upstream } from './upstream.ts'
import { vlanNumber, type Vlan } from '../../src/model/vlans.ts'

export interface Router extends RouterLan {
  readonly node: NodeBuilder
  readonly wan: CableHandle
}

export const ROUTERS = ['r1', 'r2'] as const

/** The virtual routers of a VLAN's gateway on either side. */
export const instancesOf = (vlan: number) => ({ lan: `LAN${String(vlan)}`, wan: `WAN${String(vlan)}` })

/** r1 and r2, active in the VLANs by turns, each with an uplink of its own. */
export function gateways(
  net: Network,
  layers: CampusLayers,
  { switches }: Upstream,
  vlans: readonly Vlan[],
  vrrp: VrrpOptions,
): readonly Router[] {
  return ([0, 1] as const).map((at) => {
    const name = ROUTERS[at]
    const node = net.node(name, { role: 'router', risks: at === 0 ? ['rack-1', 'feed-a'] : ['rack-2', 'feed-b'] })
    const lan = layers.router(node, at)
    const wan = net.link(node.port('wan', { addresses: [`${WAN}.${String(11 + at)}/24`] }), switches[at].port(name), {
      role: 'uplink',
      risks: [`tray-${'ab'.charAt(at)}`],
    })
    vlans.forEach((named, position) => {
      const vlan = vlanNumber(named)
      const device = `lan.${String(vlan)}`
      node.vlan(device, { parent: 'lan', vlan: named, addresses: [`${networkOf(vlan)}.${String(11 + at)}/24`] })
      const common = { ...vrrp, vrid: position + 1, priority: position % 2 === at ? 150 : 100 }
      const { lan: inside, wan: outside } = instancesOf(vlan)
      node.syncGroup(`GATEWAY${String(vlan)}`, [
        node.virtualRouter(inside, { ...common, interface: device, addresses: [`${networkOf(vlan)}.1/24`] }),
        node.virtualRouter(outside, { ...common, interface: 'wan', addresses: [`${wanGateway(position)}/24`] }),
      ])
    })
    return { node, ...lan, wan }
  })
}
