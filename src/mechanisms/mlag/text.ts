import type { Datagram } from './data-kinds.ts'
import { endpointText } from '../../model/topology.ts'
import type { Text } from '../contract/text.ts'

export const mlagText: Text = {
  labels: ({ mlag }) => (mlag === undefined ? [] : [{ text: `MLAG ${mlag.primary ? 'primary' : 'secondary'}` }]),
  groups: ({ nodes }) =>
    nodes.flatMap(({ name, mlag }) =>
      mlag?.primary === true ? [{ nodes: [name, mlag.twin], title: 'MLAG pair', shared: [] }] : [],
    ),
  states: {},
  waits: {},
  events: { datagram: (event: Datagram) => `a datagram to UDP port ${String(event.port)} at ${endpointText(event)}` },
}
