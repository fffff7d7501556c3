import { watchedTreePorts, type Bpdu, type TreePortWait } from './data-kinds.ts'
import { endpointText } from '../../model/topology.ts'
import type { Text } from '../contract/text.ts'

export const treeText: Text = {
  watched: (watch) => watchedTreePorts(watch).map(({ node, name }) => `spanning-tree state of ${node}:${name}`),
  states: { stpPort: 'stp' },
  waits: { stpPort: ({ node, name, state }: TreePortWait) => `${node}:${name} is ${state}` },
  events: { bpdu: (event: Bpdu) => `a BPDU at ${endpointText(event)}` },
}
