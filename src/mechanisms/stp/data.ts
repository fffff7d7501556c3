import { TREE_PORT_STATES } from './data-kinds.ts'
import { interfacesOf, type Data } from '../contract/data.ts'

export const treeData: Data = { states: { stpPort: { values: TREE_PORT_STATES, objects: interfacesOf } } }
