import type { Needs } from '../contract/needs.ts'

export const routeNeeds = { brings: { 'policy-routing': {}, 'nexthop-groups': {} }, needs: [] } as const satisfies Needs
