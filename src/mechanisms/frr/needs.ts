import type { Needs } from '../contract/needs.ts'
import { FRR_FOLDER } from './data.ts'

export const frrNeeds = {
  brings: { frr: { program: { name: 'zebra', debianPackage: 'frr', folder: FRR_FOLDER } } },
  needs: ['frr'],
} as const satisfies Needs
