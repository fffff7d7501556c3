import { z } from 'zod'
import { named, stateOf, waitOf, type Schemas } from '../contract/schema.ts'
import { NEIGHBOUR_STATES, OSPF_NEIGHBOUR } from './data-neighbours.ts'

const text = z.string()

export const ospfSchemas: Schemas = {
  states: {
    ospfSpf: stateOf('ospfSpf', text),
    [OSPF_NEIGHBOUR]: stateOf(OSPF_NEIGHBOUR, z.enum(NEIGHBOUR_STATES)),
  },
  waits: { [OSPF_NEIGHBOUR]: waitOf(OSPF_NEIGHBOUR, { node: text, name: text }) },
  watched: {
    ospfSpf: z.array(named),
    ospfNeighbours: z.array(named.extend({ interface: text, address: text, log: z.exactOptional(text) })),
  },
}
