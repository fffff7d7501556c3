import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { Endpoint } from '../../model/topology.ts'

export const LACP_PORT_STATES = ['distributing', 'stopped'] as const

/** The port itself collects and distributes, or has stopped; what its partner reports is not asked. */
export interface LacpPortState extends StateMatch {
  readonly watch: 'lacpPort'
  readonly state: (typeof LACP_PORT_STATES)[number]
}

/** Every member of the bond collects and distributes on both sides (port state 0x30 at actor and partner). */
export interface LacpCollected extends NamedWait {
  readonly wait: 'lacpCollected'
  readonly node: string
  readonly name: string
  readonly members: number
}

/** A LACPDU received at this port. */
export interface Lacpdu extends PhaseEvent, Endpoint {
  readonly event: 'lacpdu'
}

export const lacpdu = (at: Endpoint): Lacpdu => ({ event: 'lacpdu', ...at })
