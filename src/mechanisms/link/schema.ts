import { z } from 'zod'
import { CARRIER_STATES } from './data-kinds.ts'
import { stateOf, waitOf, type Schemas } from '../contract/schema.ts'

export const linkSchemas: Schemas = {
  states: { carrier: stateOf('carrier', z.enum(CARRIER_STATES)) },
  waits: { carrier: waitOf('carrier', { node: z.string(), name: z.string() }) },
  watched: {},
}
