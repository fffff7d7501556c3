import { z } from 'zod'
import { stateSchema, waitSchema, watchedSchema, watchSchema } from '../mechanisms/all/schema.ts'
import { CAPABILITIES } from '../mechanisms/all/needs.ts'
import type { Effect, LiveCheck } from '../model/fault.ts'
import type { WatchedObject } from '../model/handle.ts'
import type {
  ContainerlabPlan,
  ExperimentPlan,
  FaultVariant,
  FlowPlan,
  GatePlan,
  Plan,
  SessionPlan,
} from '../model/plan.ts'
import { FLOW_METRICS, type LossBound, type Target, type TimeBound } from '../model/target.ts'
import { DIRECTIONS, SESSION_VERDICTS } from '../model/traffic.ts'
import type { PhaseEvent, PhasePlan } from '../model/phase.ts'
import type { Topology } from '../model/topology.ts'
import type { Return, Window } from '../model/window.ts'
import { reasonSchema, silenceSchema } from './reason-schema.ts'
import { operationSchema } from './operation-schema.ts'

const ns = z.number().int()
const whole = z.number().int().nonnegative()
const text = z.string()
const texts = z.array(text)
const operations = z.array(operationSchema)
const endpoint = z.looseObject({ node: text, interface: text })

/** What no report reads: its kind is enough. */
const tagged = <Value>(tag: string) =>
  z.custom<Value>(
    (value) => typeof value === 'object' && value !== null && typeof Reflect.get(value, tag) === 'string',
    {
      error: `expected an object with \`${tag}\``,
    },
  )

/** Checks only what tells a topology from other data: a plan wrote it, and nothing executes it. */
const model = z.custom<Topology>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Array.isArray(Reflect.get(value, 'nodes')) &&
    Array.isArray(Reflect.get(value, 'cables')),
  { error: 'expected a topology with `nodes` and `cables`' },
)

const watchedObject = z.looseObject({
  watch: watchSchema,
  node: text,
  name: text,
}) satisfies z.ZodType<WatchedObject>

const socket = z.looseObject({
  node: text,
  address: text,
  port: whole,
  device: z.exactOptional(text),
  published: z.exactOptional(text),
  replicas: z.exactOptional(texts),
  isVirtual: z.exactOptional(z.literal(true)),
})

const flow = z.looseObject({
  name: text,
  ratePps: z.number(),
  sizeBytes: whole,
  overdueNs: ns,
  streams: z.array(z.looseObject({ direction: z.enum(DIRECTIONS), from: socket, to: socket })),
}) satisfies z.ZodType<FlowPlan>

const session = z.looseObject({
  name: text,
  kind: z.enum(['tcp', 'stream']),
  client: socket,
  server: socket,
  intervalNs: ns,
  sizeBytes: whole,
  rateKbit: z.number(),
  userTimeoutNs: z.exactOptional(ns),
}) satisfies z.ZodType<SessionPlan>

const window = z.looseObject({
  on: text,
  direction: z.exactOptional(z.enum(DIRECTIONS)),
  lowNs: ns,
  highNs: ns.nullable(),
  unhealedNs: z.exactOptional(ns.nullable()),
  usual: z.exactOptional(z.looseObject({ highNs: ns, phases: whole, of: whole })),
  releasedNs: z.exactOptional(ns),
  because: reasonSchema,
  source: text,
  detection: stateSchema.nullable(),
  timers: texts,
}) satisfies z.ZodType<Window>

const returned = z.looseObject({
  on: text,
  direction: z.enum(DIRECTIONS),
  kind: z.enum(['back', 'reversionOutage']),
  costNs: ns,
  because: reasonSchema,
  source: text,
}) satisfies z.ZodType<Return>

const event = z.looseObject({ event: text, node: text }) satisfies z.ZodType<PhaseEvent>
const timer = z.looseObject({ periodNs: ns, after: event, because: text })
const phases = z.looseObject({
  named: z.array(timer),
  others: z.array(timer),
  heardNs: ns.nullable(),
  onlyLongest: z.boolean(),
  extraNs: ns,
}) satisfies z.ZodType<PhasePlan>

const boundHead = {
  text,
  statistic: z.discriminatedUnion('of', [
    z.looseObject({ of: z.literal('every') }),
    z.looseObject({ of: z.literal('quantile'), quantile: z.number() }),
  ]),
  relation: z.enum(['<', '<=']),
}
const timeBound = z.looseObject({ ...boundHead, limitNs: ns }) satisfies z.ZodType<TimeBound>
const lossBound = z.looseObject({
  ...boundHead,
  unit: z.enum(['share', 'packets']),
  limit: z.number(),
}) satisfies z.ZodType<LossBound>

const timeMetric = z.enum([...FLOW_METRICS, 'stall']).exclude(['lost'])

const target = z.union([
  z.looseObject({ on: text, text, metric: timeMetric, bound: timeBound }),
  z.looseObject({ on: text, text, metric: z.literal('lost'), bound: lossBound }),
  z.looseObject({ on: text, text, metric: z.literal('atLeast'), atLeast: z.enum(SESSION_VERDICTS) }),
]) satisfies z.ZodType<Target>

const variant = z.looseObject({
  when: stateSchema.nullable(),
  on: text,
  effect: z.array(tagged<Effect>('effect')),
  inject: z.array(
    z.looseObject({ atNs: ns, late: z.exactOptional(z.looseObject({ upToNs: ns, draw: z.number() })), operations }),
  ),
  heal: operations,
  proof: z.array(tagged<LiveCheck>('check')),
  windows: z.array(window),
  silent: z.array(silenceSchema),
  returns: z.exactOptional(z.array(returned)),
  phases,
  preferred: z.exactOptional(
    z.array(z.looseObject({ on: text, direction: z.enum(DIRECTIONS), watched: z.array(watchedObject) })),
  ),
}) satisfies z.ZodType<FaultVariant>

const gate = z.looseObject({
  kind: z.enum(['full', 'naive']),
  unasked: z.exactOptional(texts),
  states: z.array(waitSchema),
  carried: z.array(endpoint),
  rehearsal: z.array(z.looseObject({ text, operations, undo: operations, reverts: z.boolean() })),
}) satisfies z.ZodType<GatePlan>

const experiment = z.looseObject({
  name: text,
  fault: z.looseObject({ kind: text, on: text, text, drift: text.nullable() }),
  needs: z.exactOptional(z.array(z.enum(CAPABILITIES))),
  driftEffects: z.exactOptional(z.array(tagged<Effect>('effect'))),
  drift: operations,
  undrift: z.exactOptional(operations),
  gate,
  settleNs: ns,
  holdNs: ns,
  recoverNs: ns,
  trials: whole,
  variants: z.array(variant).min(1),
  // The lab's reader refuses an experiment without any.
  targets: z.array(target).min(1),
}) satisfies z.ZodType<ExperimentPlan>

const containerlab = z.looseObject({
  kind: z.literal('containerlab'),
  lab: text,
  names: z.record(text, text),
  mode: z.enum(['deploy', 'attach']),
  files: z.record(text, text),
  topologyFile: text,
  paths: texts,
  cables: z.array(z.enum(['panel', 'ends'])),
  images: texts,
}) satisfies z.ZodType<ContainerlabPlan>

/** `plan.json` of this version and of the one before, as `report` reads it back; a field that it does not know is kept. */
export const planSchema = z.looseObject({
  schema: z.literal([1, 2]).transform(() => 2 as const),
  lab: text,
  topology: text,
  model: z.exactOptional(model),
  runtime: z.discriminatedUnion('kind', [z.looseObject({ kind: z.literal('netns') }), containerlab]),
  nodes: z.array(z.looseObject({ name: text, role: text })),
  cables: z.array(z.looseObject({ name: text, a: endpoint, b: endpoint, role: text, risks: texts })),
  needs: z.array(z.enum(CAPABILITIES)),
  build: operations,
  daemons: operations,
  settle: z.array(z.looseObject({ wait: waitSchema, deadlineNs: ns })),
  flows: z.array(flow),
  sessions: z.array(session),
  watch: watchedSchema,
  experiments: z.array(experiment),
}) satisfies z.ZodType<Plan>
