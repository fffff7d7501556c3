import type { Datagram } from './data-kinds.ts'
import { endpointText } from '../../model/topology.ts'
import type { Text } from '../contract/text.ts'

export const mlagText: Text = {
  states: {},
  waits: {},
  events: { datagram: (event: Datagram) => `a datagram to UDP port ${String(event.port)} at ${endpointText(event)}` },
}
