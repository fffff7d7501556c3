import { z } from 'zod'
import type { Effect } from '../../model/fault.ts'
import { reasonSchema } from '../reason.ts'
import { directionSchema } from '../schema.ts'

const ns = z.number().int().describe('On the clock of the lab, since the trial began.')
const length = z.number().int()
const count = z.number().int().nonnegative()
const text = z.string()
const until = ns.nullable().describe('null: it had not ended when the watching did.')
const range = z.tuple([count, count])
const onFlow = { flow: text, direction: directionSchema }

const EFFECTS = [
  'carrier-lost',
  'carrier-flaps',
  'receive-dead',
  'transmit-dead',
  'impaired',
  'node-hangs',
  'vlan-missing',
] as const satisfies readonly Effect['effect'][]

const end = z.strictObject({ node: text, interface: text })

const object = { watch: text.describe('The kind of state, which names its mechanism.'), node: text, name: text }

/** A stretch of time. */
const span = z.discriminatedUnion('is', [
  z
    .strictObject({ is: z.literal('stage'), stage: text, fromNs: ns, toNs: ns })
    .describe('What the trial was doing: build, settle, traffic, gate, fault, recovery.'),
  z
    .strictObject({ is: z.literal('fault'), on: text, effect: text, fromNs: ns, toNs: until })
    .describe('From the injection to the healing.'),
  z
    .strictObject({
      is: z.literal('effect'),
      effect: z.enum(EFFECTS),
      ...end.shape,
      text: text.describe('For people, in a few words.'),
      isPartial: z.boolean().describe('Of silence: other frames pass.'),
      isDrift: z.boolean().describe('It was there before the fault, and stays.'),
      fromNs: ns,
      toNs: until,
    })
    .describe('What the fault, or drift, does to one end of a cable. Carriers that flap are up in between.'),
  z
    .strictObject({
      is: z.literal('window'),
      on: text.describe('Name of a flow, or of a session.'),
      direction: directionSchema.nullable().describe('null: of a session, whose longest stall it bounds.'),
      fromNs: ns.describe('The earliest end of an outage that begins with the fault.'),
      toNs: ns.nullable().describe('The latest; null: it does not come back before the healing.'),
      because: reasonSchema,
    })
    .describe('What the timers allow.'),
  z
    .strictObject({ is: z.literal('outage'), ...onFlow, fromNs: ns, toNs: until, lost: count, overdue: count })
    .describe('Of the worst stream, by the departures of its packets.'),
  z.strictObject({ is: z.literal('noise'), ...onFlow, fromNs: ns, toNs: until, lost: count, overdue: count }),
  z
    .strictObject({
      is: z.literal('part'),
      ...onFlow,
      part: z
        .enum(['detection', 'decision', 'relearning', 'undetected'])
        .describe(
          'detection: until the state that theory names; decision: until the last state that changed; relearning: until packets arrive; undetected: that state was not seen.',
        ),
      fromNs: ns,
      toNs: ns,
    })
    .describe('A part of the outage that the fault began, by the states that mark it.'),
  z
    .strictObject({
      is: z.literal('way'),
      ...onFlow,
      passes: z.array(end).describe('The ends of the cables that packets cross, in order.'),
      hole: z
        .strictObject({
          node: text,
          interface: text.nullable().describe('null: in the node itself.'),
          because: reasonSchema,
        })
        .nullable()
        .describe('Where they end; null: they arrive.'),
      agrees: z.boolean().describe('The packets fared as it says; else what was seen does not explain them.'),
      fromNs: ns,
      toNs: ns,
    })
    .describe('The way that packets took, by the states that were seen. None of a flow for which these do not say it.'),
  z.strictObject({ is: z.literal('stall'), session: text, fromNs: ns, toNs: until }),
  z
    .strictObject({
      is: z.literal('connection'),
      session: text,
      tuple: text,
      fromNs: ns,
      toNs: until,
      closedBy: text.nullable(),
      retransmits: count,
    })
    .describe('Of a session, one after the other.'),
])

/** An instant. */
const point = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('gate'), atNs: ns, passed: z.boolean(), because: text, evidence: z.array(text) }),
  z
    .strictObject({
      is: z.literal('phase'),
      atNs: ns.describe('The event of the timer.'),
      timer: text,
      periodNs: length,
      offsetNs: length.describe('From its event to the fault.'),
      because: text,
    })
    .describe('Where in its period a timer was when the fault struck.'),
  z
    .strictObject({ is: z.literal('detection'), atNs: ns, ...object, state: text, on: z.array(text) })
    .describe('The first time since the fault that an object took the state that theory names; of these flows.'),
  z.strictObject({ is: z.literal('path-back'), atNs: ns, session: text }).describe('The path was whole for good.'),
  z.strictObject({
    is: z.literal('proof'),
    atNs: ns,
    of: z.enum(['live', 'removed']),
    holds: z.boolean(),
    evidence: z.array(text),
  }),
  z.strictObject({ is: z.literal('log'), atNs: ns, node: text, text }),
  z.strictObject({ is: z.literal('error'), atNs: ns, code: text, what: text }),
])

const state = z
  .strictObject({
    ...object,
    word: text.describe('For people: `bond`, `VRRP`.'),
    changes: z.array(
      z.strictObject({
        atNs: ns,
        sinceNs: ns.describe('The earliest instant at which it can have changed.'),
        from: text.nullable().describe('null: the first sighting.'),
        to: text,
        order: count.describe('Among all changes of the trial, as they were reported: also of those at one instant.'),
        detail: z.exactOptional(text),
      }),
    ),
  })
  .describe('All that was seen of one object, first sighting first.')

const operation = z
  .strictObject({
    what: z.enum(['inject', 'heal']),
    batch: count.describe('Of the fault; 0 is the injection.'),
    beforeNs: ns,
    afterNs: ns,
    text: z.array(text),
    operations: z
      .array(z.looseObject({ op: text }))
      .describe('The same as data, as in plan.json; [] where they are not known.'),
  })
  .describe('A batch that went to the kernel between two instants.')

const stream = z
  .strictObject({
    ...onFlow,
    streams: z.array(count).describe('Numbers of the streams that this is true of, to the packet.'),
    firstNs: ns,
    stepNs: length.describe('Packet k left at firstNs + k · stepNs, and later by what `late` says.'),
    sent: count,
    lost: z.array(range).describe('Inclusive ranges of packets that did not arrive in time.'),
    overdue: z.array(range).describe('Of them those that arrived later than the flow allows.'),
    duplicated: z.array(range).describe('Packet, and how often beyond the first.'),
    reordered: z.array(count),
    late: z.array(z.tuple([count, length])),
  })
  .describe('What became of every packet.')

/** One trial on one axis of time. */
export const storySchema = z
  .strictObject({
    schema: z.literal(1),
    lab: text,
    experiment: text,
    trial: count.nullable().describe('null: the control, which has no fault.'),
    seed: z.number(),
    variant: count.describe('Which candidate of a selector was chosen.'),
    axis: z.strictObject({
      fromNs: ns,
      readyNs: ns.describe('The gate had passed.'),
      zeroNs: ns.nullable().describe('The injection; null: there was none.'),
      healedNs: ns.nullable(),
      toNs: ns,
    }),
    spans: z.array(span),
    points: z.array(point),
    states: z.array(state),
    operations: z.array(operation),
    streams: z.array(stream),
    doubts: z.array(reasonSchema).describe('Why nothing may be concluded from this trial; empty: it counts.'),
  })
  .meta({ title: 'Backhoe story', description: 'One trial as data on one axis of time.' })

export type TrialStory = z.infer<typeof storySchema>
export type StorySpan = TrialStory['spans'][number]
export type StoryPoint = TrialStory['points'][number]
export type StoryState = TrialStory['states'][number]

/** The published JSON schema of a story: schema/story.schema.json. */
export const storyJsonSchema = (): unknown => z.toJSONSchema(storySchema)
