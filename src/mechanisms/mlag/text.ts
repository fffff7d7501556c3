import type { Datagram } from '../../model/kinds/mlag.ts'
import { endpointText } from '../../model/topology.ts'
import type { Text } from '../contract/text.ts'

export const mlagText: Text = {
  states: {},
  waits: {},
  events: { datagram: (event: Datagram) => `a datagram to UDP port ${String(event.port)} at ${endpointText(event)}` },
}
