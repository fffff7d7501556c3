import { z } from 'zod'
import { LACP_PORT_STATES } from './data-kinds.ts'
import { stateOf, waitOf, type Schemas } from '../contract/schema.ts'

const members = z.number().int().nonnegative()

export const lacpSchemas: Schemas = {
  states: { lacpPort: stateOf('lacpPort', z.enum(LACP_PORT_STATES)) },
  waits: { lacpCollected: waitOf('lacpCollected', { node: z.string(), name: z.string(), members }) },
  watched: {},
}
