import { z } from 'zod'
import { operationSchema } from '../journal/operation-schema.ts'
import type { Stitch } from '../model/stitch.ts'
import type { Undo } from '../model/undo.ts'

const text = z.string()
const whole = z.number().int().nonnegative()

const vethEnd = z.strictObject({
  name: text,
  mac: text.nullable(),
  mtu: whole,
  altNames: z.array(text),
  index: z.exactOptional(whole),
})
const half = z.strictObject({
  at: z.strictObject({ node: text, interface: text }),
  port: vethEnd,
  middle: vethEnd,
})
const stitch = z.strictObject({
  cable: text,
  halves: z.tuple([half, half]),
  qdisc: z.enum(['ingress', 'clsact']),
}) satisfies z.ZodType<Stitch>

/** `undo.json` of a trial. What it says is done to the machine's own network: nothing of it is taken on trust. */
export const undoSchema = z.strictObject({
  schema: z.literal(1),
  nodes: z.record(text, z.strictObject({ pid: whole, netns: whole, container: text })),
  ends: z.record(text, whole),
  operations: z.array(operationSchema),
  stitches: z.array(stitch),
}) satisfies z.ZodType<Undo>
