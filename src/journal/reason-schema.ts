import { z } from 'zod'
import { worded, type Reason } from '../model/reason.ts'
import type { Silence } from '../model/silence.ts'
import { DIRECTIONS } from '../model/traffic.ts'

const text = z.string()

const reason: z.ZodType<Reason> = z.strictObject({
  rule: text,
  words: text,
  values: z.record(text, z.union([text, z.number(), z.lazy(() => reason), z.array(z.lazy(() => reason))])),
  source: z.exactOptional(text),
  timers: z.exactOptional(z.array(text)),
})

/** A plan of schema 1 has the sentence alone. */
export const reasonSchema = z.union([reason, text.transform(worded)])

/** `web forward: no window: …`, as schema 1 has it. */
const OLD_SILENCE = /^(.*?)(?: (forward|backward))?: no window: (.*)$/s

/** Of a plan of schema 1 the line says all three. */
export const silenceSchema = z.union([
  z.strictObject({ on: text, direction: z.enum(DIRECTIONS).nullable(), because: reason }),
  text.transform((line): Silence => {
    const [, on = line, direction, because = line] = OLD_SILENCE.exec(line) ?? []
    return { on, direction: DIRECTIONS.find((one) => one === direction) ?? null, because: worded(because) }
  }),
]) satisfies z.ZodType<Silence>
