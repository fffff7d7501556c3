import type { Needs } from '../contract/needs.ts'

export const routeNeeds = { brings: { 'policy-routing': {} }, needs: [] } as const satisfies Needs
