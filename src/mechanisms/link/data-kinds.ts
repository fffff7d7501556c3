import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'

export const CARRIER_STATES = ['up', 'down'] as const

/** Whether an interface has carrier while it is administratively up; `down` too where it is shut. No protocol's own. */
export interface CarrierState extends StateMatch {
  readonly watch: 'carrier'
  readonly state: (typeof CARRIER_STATES)[number]
}

/** The interface has carrier. */
export interface CarrierWait extends NamedWait {
  readonly wait: 'carrier'
  readonly node: string
  readonly name: string
}
