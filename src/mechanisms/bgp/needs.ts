import type { Needs } from '../contract/needs.ts'

export const bgpNeeds = { needs: ['frr'] } as const satisfies Needs
