import type { Needs } from '../contract/needs.ts'

export const rapidTreeNeeds = { needs: ['openvswitch', 'tun'] } as const satisfies Needs
