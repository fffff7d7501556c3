import { both } from '../../theory/change.ts'
import type { Theory } from '../contract/theory.ts'
import { bondArpChanges } from './theory-arp.ts'
import { bondMiiChanges, monitorPhases } from './theory-mii.ts'

export const bondTheory: Theory = {
  changes: (asked) => both(bondMiiChanges(asked.broken, asked.hz), bondArpChanges(asked)),
  phases: monitorPhases,
}
