import { watchedBonds, type ArpProbe, type BondActiveWait, type MiiMonitor } from '../../model/kinds/bond.ts'
import type { Text } from '../contract/text.ts'

export const bondText: Text = {
  watched: (watch) =>
    watchedBonds(watch).map(
      ({ node, name, mode }) => `${mode === '802.3ad' ? 'LACP port states' : 'active member'} of ${node}:${name}`,
    ),
  states: { bondActive: 'bond' },
  waits: {
    bondActive: ({ node, name, member }: BondActiveWait) => `${node}:${name} has ${member ?? 'a member'} active`,
  },
  events: {
    arpProbe: ({ node, bond, targets }: ArpProbe) => `an ARP request of ${node}:${bond} for ${targets.join(' or ')}`,
    miiMonitor: ({ node, bond }: MiiMonitor) =>
      `a run of the monitor of ${node}:${bond}, which is started anew before the fault`,
  },
}
