import { z } from 'zod'
import { VRRP_STATES } from './data-kinds.ts'
import { named, stateOf, waitOf, type Schemas } from '../contract/schema.ts'

const member = z.strictObject({ node: z.string(), name: z.string() })
const advertises = z.looseObject({ interface: z.string(), vrid: z.number() })

export const vrrpSchemas: Schemas = {
  states: { vrrp: stateOf('vrrp', z.enum(VRRP_STATES)) },
  waits: { vrrpSettled: waitOf('vrrpSettled', { active: member, backups: z.array(member) }) },
  watched: { virtualRouters: z.array(named.extend({ advertises: z.exactOptional(advertises) })) },
}
