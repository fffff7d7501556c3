import { newAddress } from '../../linux/netlink/address.ts'
import { adminState } from '../../linux/netlink/link.ts'
import { newNexthop, newNexthopGroup } from '../../linux/netlink/nexthop.ts'
import { newRule } from '../../linux/netlink/rule.ts'
import { execute, FAR, NEAR, veth, type Probes } from '../contract/probe.ts'
import type { routeNeeds } from './needs.ts'

export const routeProbes: Probes<typeof routeNeeds.brings> = {
  'policy-routing': {
    made: 'a rule that asks another table',
    make: (socket) => {
      execute(socket, newRule(1, { from: '10.0.0.1', table: 1 }))
    },
  },
  'nexthop-groups': {
    made: 'a group of a nexthop',
    make: (socket) => {
      veth(socket)
      execute(
        socket,
        adminState(NEAR.index, true),
        adminState(FAR.index, true),
        newAddress(NEAR.index, '10.0.0.1/24'),
        newNexthop({ id: 1, via: '10.0.0.2' }, NEAR.index),
        newNexthopGroup({ id: 2, members: [{ id: 1, weight: 1 }], group: { type: 'resilient', buckets: 1 } }),
      )
    },
  },
}
