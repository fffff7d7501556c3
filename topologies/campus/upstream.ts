import type { Network, NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { networkOf } from '../parts/lan.ts'
import { vlanNumber, type Vlan } from '../../src/model/vlans.ts'

export interface Upstream {
  readonly switches: readonly [NodeBuilder, NodeBuilder]
  /** The LAG between them. */
  readonly between: readonly [CableHandle, CableHandle]
  readonly outside: NodeBuilder
  readonly leg1: CableHandle
  readonly leg2: CableHandle
}

/** The network beyond the routers, without its last number. */
export const WAN = '172.16.2'

/** Who takes a VLAN's traffic on the far side of the routers: `position` of the VLAN, from 0. */
export const wanGateway = (position: number): string => `${WAN}.${String(position + 1)}`

/** u1 and u2, a router at each and a LAG between, and somebody outside with a leg at either: no part of it alone cuts off the site. */
export function upstream(net: Network, vlans: readonly Vlan[], routers: readonly string[]): Upstream {
  const [u1, u2] = (['a', 'b'] as const).map((letter, at) =>
    net.node(`u${String(at + 1)}`, { role: 'switch', risks: [`upstream-${letter}`] }),
  ) as [NodeBuilder, NodeBuilder]
  const between = [1, 2].map((n) =>
    net.link(u1.port(`x${String(n)}`), u2.port(`x${String(n)}`), { role: 'peer', risks: [`span-${String(n)}`] }),
  ) as [CableHandle, CableHandle]
  const outside = net.node('outside', { role: 'server', risks: ['rack-outside'] })
  const [leg1, leg2] = [u1, u2].map((node, at) => {
    node.bond('lag', { mode: '802.3ad', members: ['x1', 'x2'], lacpRate: 'fast', hash: 'layer3+4' })
    node.bridge('br0', { ports: [routers[at] ?? '', 'outside', 'lag'] })
    return net.link(outside.port(`eth${String(at)}`), node.port('outside'), {
      role: 'leg',
      risks: [`span-outside-${'ab'.charAt(at)}`],
    })
  }) as [CableHandle, CableHandle]
  outside.bond('bond0', { mode: 'active-backup', members: ['eth0', 'eth1'], addresses: [`${WAN}.100/24`] })
  vlans.map(vlanNumber).forEach((vlan, position) => outside.route(`${networkOf(vlan)}.0/24`, wanGateway(position)))
  return { switches: [u1, u2], between, outside, leg1, leg2 }
}
