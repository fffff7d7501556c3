import type { Needs } from '../contract/needs.ts'

export const mlagNeeds = { needs: ['lacp', 'perl'] } as const satisfies Needs
