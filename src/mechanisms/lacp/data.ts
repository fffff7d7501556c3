import { LACP_PORT_STATES } from './data-kinds.ts'
import { interfacesOf, type Data } from '../contract/data.ts'

export const lacpData: Data = { states: { lacpPort: { values: LACP_PORT_STATES, objects: interfacesOf } } }
