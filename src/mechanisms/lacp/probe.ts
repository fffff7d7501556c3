import * as link from '../../linux/netlink/link.ts'
import { MONITOR } from '../bond/probe.ts'
import { execute, MADE, NEAR, veth, type Probes } from '../contract/probe.ts'
import type { lacpNeeds } from './needs.ts'

export const lacpProbes: Probes<typeof lacpNeeds.brings> = {
  lacp: {
    made: 'an 802.3ad bond with a member',
    make: (socket) => {
      veth(socket)
      const bond = { mode: '802.3ad', monitor: MONITOR, lacpRate: 'fast', hash: 'layer3+4', minLinks: 1 } as const
      execute(socket, link.bond(MADE, bond), link.master(NEAR.index, MADE.index))
    },
  },
}
