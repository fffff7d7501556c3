import type { PhaseEvent } from '../../model/phase.ts'
import type { Endpoint } from '../../model/topology.ts'

/** A datagram to this UDP port is received at this interface: a keepalive of the twin's agent. */
export interface Datagram extends PhaseEvent, Endpoint {
  readonly event: 'datagram'
  readonly port: number
}

export const datagram = (of: Omit<Datagram, 'event'>): Datagram => ({ event: 'datagram', ...of })
