import { watchedBonds, type ArpProbe, type BondActiveWait, type MiiMonitor, type WatchedBond } from './data-kinds.ts'
import type { NodeLabel, Text } from '../contract/text.ts'

const WATCHED: Readonly<Record<WatchedBond['mode'], string>> = {
  'active-backup': 'active member',
  '802.3ad': 'LACP port states',
  'balance-xor': 'ports in use',
  'balance-rr': 'ports in use',
  broadcast: 'ports in use',
  'balance-tlb': 'ports in use',
  'balance-alb': 'ports in use',
}

export const bondText: Text = {
  labels: ({ interfaces }) =>
    interfaces.flatMap((one): readonly NodeLabel[] => {
      if (one.kind !== 'bond') return []
      const members = interfaces.filter(({ master }) => master === one.name)
      if (members.length < 2) return []
      const { bond } = one
      if (bond.mode !== 'active-backup' || bond.primary === undefined) return [{ text: `${one.name} ${bond.mode}` }]
      return members.map(({ name }) => ({
        text: name,
        isActive: name === bond.primary,
        now: { watch: 'bondActive', name: one.name, active: name },
      }))
    }),
  watched: (watch) => watchedBonds(watch).map(({ node, name, mode }) => `${WATCHED[mode]} of ${node}:${name}`),
  states: { bondActive: 'bond', bondPort: 'lag' },
  waits: {
    bondActive: ({ node, name, member }: BondActiveWait) => `${node}:${name} has ${member ?? 'a member'} active`,
  },
  events: {
    arpProbe: ({ node, bond, targets }: ArpProbe) => `an ARP request of ${node}:${bond} for ${targets.join(' or ')}`,
    miiMonitor: ({ node, bond }: MiiMonitor) =>
      `a run of the monitor of ${node}:${bond}, which is started anew before the fault`,
  },
}
