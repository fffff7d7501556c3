import type { Needs } from '../contract/needs.ts'

export const bondNeeds = { brings: { bonding: { modules: ['bonding'] } }, needs: ['bonding'] } as const satisfies Needs
