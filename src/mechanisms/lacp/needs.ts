import type { Needs } from '../contract/needs.ts'

export const lacpNeeds = {
  brings: { lacp: { modules: ['veth', 'bonding'] } },
  needs: ['lacp'],
} as const satisfies Needs
