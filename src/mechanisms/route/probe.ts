import { newRule } from '../../linux/netlink/rule.ts'
import { execute, type Probes } from '../contract/probe.ts'
import type { routeNeeds } from './needs.ts'

export const routeProbes: Probes<typeof routeNeeds.brings> = {
  'policy-routing': {
    made: 'a rule that asks another table',
    make: (socket) => {
      execute(socket, newRule(1, { from: '10.0.0.1', table: 1 }))
    },
  },
}
