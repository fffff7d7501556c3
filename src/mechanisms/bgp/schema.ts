import { z } from 'zod'
import { named, stateOf, waitOf, type Schemas } from '../contract/schema.ts'
import { BGP_SESSION_STATES } from './data-kinds.ts'

const text = z.string()

export const bgpSchemas: Schemas = {
  states: { bgpSession: stateOf('bgpSession', z.enum(BGP_SESSION_STATES)) },
  waits: { bgpSession: waitOf('bgpSession', { node: text, name: text }) },
  watched: { bgpSessions: z.array(named.extend({ address: text, log: z.exactOptional(text) })) },
}
