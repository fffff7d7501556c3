import { interfacesOf, type Data } from '../contract/data.ts'

export const bondData: Data = { states: { bondActive: { values: null, objects: interfacesOf } } }
