import * as link from '../../linux/netlink/link.ts'
import { execute, MADE, type Probes } from '../contract/probe.ts'
import type { bondNeeds } from './needs.ts'

export const MONITOR = { by: 'mii', miimonNs: 100e6, updelayNs: 0, downdelayNs: 0 } as const

export const bondProbes: Probes<typeof bondNeeds.brings> = {
  bonding: {
    made: 'an active-backup bond',
    make: (socket) => {
      execute(socket, link.bond(MADE, { mode: 'active-backup', monitor: MONITOR, primaryReselect: 'always' }))
    },
  },
}
