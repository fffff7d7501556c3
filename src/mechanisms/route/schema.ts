import { z } from 'zod'
import { stateOf, waitOf, type Schemas } from '../contract/schema.ts'

const text = z.string()

export const routeSchemas: Schemas = {
  states: { route: stateOf('route', text) },
  waits: { route: waitOf('route', { node: text, name: text, state: text }) },
  watched: { routes: z.array(text) },
}
