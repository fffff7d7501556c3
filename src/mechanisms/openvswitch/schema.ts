import { z } from 'zod'
import type { Schemas } from '../contract/schema.ts'

export const openVSwitchSchemas: Schemas = { states: {}, waits: {}, watched: { openVSwitches: z.array(z.string()) } }
