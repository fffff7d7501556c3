import { NODE_LABELS } from '../../render/dockerfile.ts'
import type { BuiltImage } from './store.ts'

/** Which versions an image was built from; one of a Dockerfile has it not. */
export const INPUTS = 'backhoe.inputs'

/** Whose image it is, its version, and the hash of what went in. */
export const labelsOf = ({ inputs }: BuiltImage): Readonly<Record<string, string>> => ({
  ...NODE_LABELS,
  [INPUTS]: inputs,
})
