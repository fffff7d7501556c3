import { z } from 'zod'
import { named, stateOf, waitOf, type Schemas } from '../contract/schema.ts'
import { BFD_SESSION_STATES } from './data-sessions.ts'

const text = z.string()

export const bfdSchemas: Schemas = {
  states: { bfdSession: stateOf('bfdSession', z.enum(BFD_SESSION_STATES)) },
  waits: { bfdSession: waitOf('bfdSession', { node: text, name: text }) },
  watched: { bfdSessions: z.array(named.extend({ interface: text, address: text })) },
}
