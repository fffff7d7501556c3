import { z } from 'zod'

/** What of a mechanism stands in plan.json, for those that read it back. A mechanism that is taken out keeps its schemas. */
export interface Schemas {
  /** By kind of state. */
  readonly states: Readonly<Record<string, ReturnType<typeof stateOf>>>
  /** By kind of wait. */
  readonly waits: Readonly<Record<string, ReturnType<typeof waitOf>>>
  /** By the keys of `Settle.watched`; each may be absent. */
  readonly watched: Readonly<Record<string, z.ZodType<readonly unknown[]>>>
}

const text = z.string()

/** An object of a node, by its names; more is kept. */
export const named = z.looseObject({ node: text, name: text })

/** `state`: the values that it has. */
export const stateOf = (kind: string, state: z.ZodType<string>) =>
  z.looseObject({ watch: z.literal(kind), node: text, name: text, state })

export const waitOf = (kind: string, shape: z.ZodRawShape) => z.strictObject({ wait: z.literal(kind), ...shape })
