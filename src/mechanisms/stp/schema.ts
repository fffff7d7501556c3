import { z } from 'zod'
import { TREE_PORT_STATES } from './data-kinds.ts'
import { named, stateOf, waitOf, type Schemas } from '../contract/schema.ts'

const rest = z.enum(['forwarding', 'blocking', 'discarding'])

export const treeSchemas: Schemas = {
  states: { stpPort: stateOf('stpPort', z.enum(TREE_PORT_STATES)) },
  waits: { stpPort: waitOf('stpPort', { node: z.string(), name: z.string(), state: rest }) },
  watched: { stpPorts: z.array(named) },
}
