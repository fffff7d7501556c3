import { BOND_PORT_STATES } from './data-kinds.ts'
import { interfacesOf, type Data } from '../contract/data.ts'

export const bondData: Data = {
  states: {
    bondActive: { values: null, objects: interfacesOf },
    bondPort: { values: BOND_PORT_STATES, objects: interfacesOf },
  },
}
