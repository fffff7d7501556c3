import { z } from 'zod'
import { DIRECTIONS } from '../model/traffic.ts'
import { runMetaSchema } from './meta.ts'
import { reasonSchema } from './reason.ts'

const ns = z.number().int()
const ms = z.number()
const count = z.number().int().nonnegative()
export const directionSchema = z.enum(DIRECTIONS)
const stamps = z.tuple([ns, ns])
const outage = z.strictObject({
  startNs: ns,
  endNs: ns.nullable(),
  lost: count.describe('Packets that never arrived.'),
  overdue: count.describe('Packets that arrived too late.'),
})

const flow = z.strictObject({
  name: z.string(),
  direction: directionSchema,
  streams: count,
  affected: count.describe('Streams that the fault hit.'),
  sent: count,
  received: count.describe('Arrived in time: what was sent less lost and overdue.'),
  lost: count.describe('Never arrived.'),
  overdue: count.describe('Arrived, but later than the flow allows; in an outage they count as lost ones do.'),
  duplicated: count,
  reordered: count,
  outcome: z.enum(['recovered', 'never', 'untouched']),
  outages: z.array(outage).describe('Of the worst stream, from the injection to the end of watching.'),
  outageMs: ms.nullable().describe('The longest that was over before the healing; null: none was.'),
  atLeastMs: ms.nullable().describe('The longest that was not over at the healing: until then; null: all were.'),
  goneMs: ms
    .nullable()
    .describe('The longest of those that were not over when the watching ended either: until then; null: all were.'),
  backMs: ms
    .nullable()
    .describe('From the healing until what was still down was back; 0: nothing was; null: not healed.'),
  backAtLeastMs: ms.nullable().describe('What was down at the healing was not back in this time; null: all was.'),
  totalMs: ms,
  worstLoss: z
    .strictObject({ lost: count, sent: count })
    .describe('From the injection on, of the stream that lost the largest share.'),
  errorMs: ms.describe(
    'Plus or minus: probe spacing, injection width, clock, and delay where an outage lies across the healing.',
  ),
  detectionMs: ms.nullable(),
  reversionTimeMs: ms
    .nullable()
    .describe(
      'From the healing until traffic was on the preferred path again; null: nothing had moved, or it was not back.',
    ),
  reversionAwayMs: ms.nullable().describe('Traffic was not back on the preferred path in this time; null: it was.'),
  reversionOutageMs: ms
    .nullable()
    .describe('The longest outage that began with or after the healing and ended; null: not healed.'),
  reversionAtLeastMs: ms.nullable().describe('One that began so and had not ended with the watching; null: all had.'),
  noise: z.array(outage).describe('Losses that were over before the injection.'),
})

const session = z.strictObject({
  name: z.string(),
  verdict: z
    .enum(['untouched', 'survived', 'reconnected', 'restarted', 'dead', 'unknown'])
    .describe('unknown: silent when the watching ended, and not shown to be dead.'),
  stallMs: ms.describe('The longest that ended; 0: there was none.'),
  stallAtLeastMs: ms.nullable().describe('One that had not ended with the watching; null: all had.'),
  errorMs: ms,
  evidence: z.array(z.string()),
})

const trial = z.strictObject({
  index: count,
  seed: z.number(),
  phases: z
    .array(z.strictObject({ timer: z.string(), phase: z.number() }))
    .describe('Where in its period each timer was when the fault struck, 0 to 1; as it was measured.'),
  gate: z.strictObject({ passed: z.boolean(), because: z.string() }),
  fault: z.strictObject({
    injectedNs: stamps.nullable(),
    healedNs: stamps.nullable(),
    proof: z.strictObject({ live: z.boolean(), removed: z.boolean(), evidence: z.array(z.string()) }),
  }),
  flows: z.array(flow),
  sessions: z.array(session),
  doubts: z.array(reasonSchema).describe('Why nothing may be concluded from this trial; empty: it counts.'),
})

const window = z.strictObject({
  on: z.string(),
  direction: z.exactOptional(directionSchema.describe('Absent: of a session, whose longest stall it bounds.')),
  lowMs: ms,
  highMs: ms
    .nullable()
    .describe('null: it does not come back before the healing; lowMs is how long it is gone by then.'),
  unhealedMs: z.exactOptional(
    ms.nullable().describe('The top were the fault not healed; null: for good. Absent: the same as highMs.'),
  ),
  usual: z.exactOptional(
    z
      .strictObject({ highMs: ms, phases: count, of: count })
      .describe('A lower top, which holds in so many phases of a timer in so many.'),
  ),
  detection: z
    .strictObject({ watch: z.string(), node: z.string(), name: z.string(), state: z.string() })
    .nullable()
    .describe('The state that theory names as detection.'),
  because: reasonSchema,
})

const silence = z.strictObject({
  on: z.string(),
  direction: directionSchema.nullable().describe('null: of a session.'),
  because: reasonSchema,
})

const phases = z.strictObject({
  timer: z.string(),
  source: z
    .enum(['theory', 'topology', 'wire', 'default'])
    .describe('Who knows of it; default: the clock, for no timer is known.'),
  periodMs: ms,
  chosen: z.boolean().describe('Trials could choose its phase; else it was only seen.'),
  trials: count.describe('Whose phase is known.'),
  of: count.describe('All that should have one.'),
  largestGapMs: ms,
  evenGapMs: ms.describe('Between two phases, were all equally far apart.'),
  covered: z.boolean().describe('No gap is larger than twice the even one.'),
})

const outside = z.strictObject({
  on: z.string(),
  direction: z.exactOptional(directionSchema),
  trial: count,
  side: z.enum(['below', 'above']),
  because: reasonSchema,
  likely: z.array(reasonSchema),
})

const unit = z.enum(['ms', 'share', 'packets'])

const hole = z
  .strictObject({
    flow: z.string(),
    direction: directionSchema,
    fromMs: ms.describe('Since the fault.'),
    toMs: ms,
    at: z
      .strictObject({ node: z.string(), interface: z.string().nullable().describe('null: in the node itself.') })
      .nullable()
      .describe('null: unknown, for the states that were seen and the packets do not agree.'),
    because: reasonSchema,
  })
  .describe('Where packets ended, by a walk over the states that were seen.')

const target = z.strictObject({
  on: z.string(),
  text: z.string(),
  metric: z.string().describe('What is bound: outage, stall, lost, atLeast, …'),
  verdict: z.enum(['met', 'missed', 'unknown']),
  measured: z.string(),
  figures: z
    .array(
      z.strictObject({
        value: z.number(),
        error: z.number().describe('Plus or minus.'),
        unit,
        open: z
          .enum(['healed', 'watched'])
          .nullable()
          .describe('It had not ended then, so that it is at least so large; null: it had ended.'),
      }),
    )
    .describe('What `measured` says, as numbers; [] of a session’s fate, and where nothing was measured.'),
  bound: z.string(),
  limit: z
    .strictObject({
      relation: z.enum(['<', '<=']),
      value: z.number(),
      unit,
      quantile: z.number().nullable().describe('Of the trials; null: every one of them.'),
    })
    .nullable()
    .describe('What `bound` says, as numbers; null: of a session’s fate.'),
  because: reasonSchema,
  returned: z
    .strictObject({ because: reasonSchema, isUnbound: z.boolean() })
    .nullable()
    .describe(
      'What the flow lost after the healing, and whether it costs something that no target binds; null: nothing to say.',
    ),
  trial: count.nullable().describe('The trial that decided, or the worst one.'),
  worst: z.array(count).describe('All trials that are no better than the worst.'),
  holes: z
    .array(hole)
    .describe(
      'Of a flow’s target that is not met: where the packets of its trial ended since the fault. [] where nothing is known.',
    ),
})

const experiment = z.strictObject({
  name: z.string(),
  fault: z.strictObject({ kind: z.string(), on: z.string(), effect: z.string() }),
  windows: z.array(window).describe('What the timers allow; [] where theory is silent.'),
  silences: z.array(silence).describe('Where theory is silent, and why.'),
  phases: z.array(phases).describe('How evenly the trials lie in the periods of the timers.'),
  control: z
    .strictObject({
      flows: z.array(flow),
      doubts: z.array(reasonSchema).describe('Why nothing may be concluded from it; empty: it counts.'),
    })
    .describe('A trial without the fault: the noise floor.'),
  trials: z.array(trial),
  outside: z
    .array(outside)
    .describe('Outages that the timers do not allow: wrong model, wrong setting or bad measurement.'),
  targets: z.array(target),
})

/** `summary.json`, version 2. Only `wallMs` differs between two runs of one lab, seed and identity in virtual time, unless `struck`. */
export const summarySchema = z
  .strictObject({
    schema: z.literal(2),
    lab: z.string(),
    ...runMetaSchema.omit({ schema: true, wallMs: true, status: true }).shape,
    wallMs: ms.describe('Time on the wall; differs between runs.'),
    labMs: ms.describe("Time on the labs' clocks, all trials together."),
    status: runMetaSchema.shape.status,
    struck: z.exactOptional(
      count.describe(
        'How often the safety net for images that are not ours interrupted a program that spun; above 0 another run with this seed may differ. Absent: it was off.',
      ),
    ),
    experiments: z.array(experiment),
    counts: z.strictObject({ met: count, missed: count, unknown: count }),
  })
  .meta({ title: 'Backhoe summary', description: 'What one run of a lab measured, and how its targets were judged.' })

export type Summary = z.infer<typeof summarySchema>
export type ExperimentSummary = Summary['experiments'][number]
export type TrialSummary = ExperimentSummary['trials'][number]
export type FlowSummary = TrialSummary['flows'][number]
export type TargetSummary = ExperimentSummary['targets'][number]

/** The published JSON schema of `summary.json`: schema/summary.schema.json. */
export const summaryJsonSchema = (): unknown => z.toJSONSchema(summarySchema)
