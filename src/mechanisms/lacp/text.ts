import type { LacpCollected, Lacpdu } from './data-kinds.ts'
import { endpointText } from '../../model/topology.ts'
import type { Text } from '../contract/text.ts'

export const lacpText: Text = {
  states: { lacpPort: 'lacp' },
  waits: {
    lacpCollected: ({ node, name, members }: LacpCollected) =>
      `${String(members)} members of ${node}:${name} collect and distribute at both sides`,
  },
  events: { lacpdu: (event: Lacpdu) => `a LACPDU at ${endpointText(event)}` },
}
