import type { Needs } from '../contract/needs.ts'

export const bfdNeeds = { needs: ['frr'] } as const satisfies Needs
