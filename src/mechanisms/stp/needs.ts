import type { Needs } from '../contract/needs.ts'

export const treeNeeds = { needs: ['bridge'] } as const satisfies Needs
