import { z } from 'zod'
import { BOND_MODES } from '../../model/bond.ts'
import { BOND_PORT_STATES } from './data-kinds.ts'
import { named, stateOf, waitOf, type Schemas } from '../contract/schema.ts'

const text = z.string()

export const bondSchemas: Schemas = {
  states: { bondActive: stateOf('bondActive', text), bondPort: stateOf('bondPort', z.enum(BOND_PORT_STATES)) },
  waits: { bondActive: waitOf('bondActive', { node: text, name: text, member: z.exactOptional(text) }) },
  watched: { bonds: z.array(named.extend({ mode: z.enum(BOND_MODES) })) },
}
