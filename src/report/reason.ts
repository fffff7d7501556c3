import { z } from 'zod'
import { reasonText, type Reason, type ReasonValue } from '../model/reason.ts'

export interface ReasonSummary {
  /** Which rule it is an instance of; `worded`: it has no more than its text. */
  rule: string
  text: string
  timers: string[]
  source: string | null
  values: Record<string, ReasonSummaryValue>
}

type ReasonSummaryValue = string | number | ReasonSummary | ReasonSummary[]

/** Why something is so: which rule, with its values, and the sentence that says so. */
export const reasonSchema: z.ZodType<ReasonSummary> = z
  .strictObject({
    rule: z.string().describe('Its name, which stays; `worded`: there is the text alone.'),
    text: z.string().describe('For people.'),
    timers: z.array(z.string()).describe('Names of the timers that decide.'),
    source: z.string().nullable().describe('RFC clause or kernel function.'),
    values: z
      .record(
        z.string(),
        z.union([z.string(), z.number(), z.lazy(() => reasonSchema), z.array(z.lazy(() => reasonSchema))]),
      )
      .describe('What the rule was applied to; of a time in nanoseconds the name ends with `Ns`.'),
  })
  .meta({ id: 'reason' })

/** With its sentence. */
export const summarizeReason = (reason: Reason): ReasonSummary => ({
  rule: reason.rule,
  text: reasonText(reason),
  timers: [...(reason.timers ?? [])],
  source: reason.source ?? null,
  values: Object.fromEntries(Object.entries(reason.values).map(([name, value]) => [name, valueOf(value)])),
})

function valueOf(value: ReasonValue): ReasonSummaryValue {
  if (typeof value !== 'object') return value
  return 'rule' in value ? summarizeReason(value) : value.map(summarizeReason)
}
