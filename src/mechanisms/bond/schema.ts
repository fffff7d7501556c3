import { z } from 'zod'
import { named, stateOf, waitOf, type Schemas } from '../contract/schema.ts'

const text = z.string()

export const bondSchemas: Schemas = {
  states: { bondActive: stateOf('bondActive', text) },
  waits: { bondActive: waitOf('bondActive', { node: text, name: text, member: z.exactOptional(text) }) },
  watched: { bonds: z.array(named.extend({ mode: z.enum(['active-backup', '802.3ad']) })) },
}
