import { CARRIER_STATES } from './data-kinds.ts'
import { interfacesOf, type Data } from '../contract/data.ts'

export const linkData: Data = { states: { carrier: { values: CARRIER_STATES, objects: interfacesOf } } }
