import type { Needs } from '../contract/needs.ts'

export const birdNeeds = {
  brings: { bird: { program: { name: 'bird', debianPackage: 'bird2' } } },
  needs: ['bird'],
} as const satisfies Needs
