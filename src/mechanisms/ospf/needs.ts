import type { Needs } from '../contract/needs.ts'

export const ospfNeeds = { needs: ['frr'] } as const satisfies Needs
