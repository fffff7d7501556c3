import { z } from 'zod'
import type { JournalBody, JournalEvent } from '../model/journal.ts'

const ns = z.number().int()
const count = z.number().int().nonnegative()
const text = z.string()
const range = z.tuple([count, count])

const event = <Name extends Ev, Shape extends z.ZodRawShape>(ev: Name, shape: Shape) =>
  z.strictObject({ t: ns, ev: z.literal(ev), ...shape })

const connection = z.strictObject({
  openedNs: ns,
  closedNs: ns.nullable(),
  closedBy: z.enum(['peer-reset', 'peer-closed', 'timeout', 'refused', 'power', 'us']).nullable(),
  tuple: text,
  bootNonce: text.nullable(),
  connectionNonce: text.nullable(),
  retransmits: count,
})

type Ev = Exclude<JournalBody['ev'], 'capabilities'>

/** What each event of a trial holds; nothing more and nothing less is accepted. */
export const EVENTS = {
  start: event('start', {
    experiment: count,
    trial: count.nullable(),
    seed: z.number(),
    kernel: text,
    hz: count,
    virtualTime: z.boolean(),
    versions: z.record(text, text),
  }),
  step: event('step', { step: text }),
  state: event('state', {
    watch: z.enum(['vrrp', 'bondActive', 'lacpPort', 'stpPort', 'carrier']),
    node: text,
    name: text,
    from: text.nullable(),
    to: text,
    detail: z.exactOptional(text),
    sinceNs: z.exactOptional(ns),
  }),
  log: event('log', { node: text, text }),
  gate: event('gate', { passed: z.boolean(), because: text, evidence: z.array(text) }),
  phase: event('phase', {
    timer: text,
    source: z.enum(['theory', 'topology', 'wire', 'default']),
    periodNs: ns.positive(),
    stepNs: ns.nonnegative().nullable(),
    eventNs: ns,
    offsetNs: ns,
    because: text,
  }),
  inject: event('inject', { variant: count, beforeNs: ns, afterNs: ns, text: z.array(text) }),
  heal: event('heal', { beforeNs: ns, afterNs: ns, text: z.array(text) }),
  proof: event('proof', { live: z.boolean(), evidence: z.array(text) }),
  removed: event('removed', { removed: z.boolean(), evidence: z.array(text) }),
  stream: event('stream', {
    flow: text,
    direction: z.enum(['forward', 'backward']),
    stream: count,
    firstNs: ns,
    stepNs: ns.positive(),
    sent: count,
    lost: z.array(range),
    overdue: z.array(range),
    duplicated: z.array(range),
    reordered: z.array(count),
    late: z.array(z.tuple([count, ns])),
    delay: z.strictObject({ minNs: ns, medianNs: ns, maxNs: ns }).nullable(),
    delays: z.exactOptional(z.array(z.tuple([ns, ns]))),
    held: z.exactOptional(z.array(z.tuple([count, ns]))),
    clockErrorNs: ns,
  }),
  session: event('session', {
    name: text,
    kind: z.enum(['tcp', 'stream']),
    connections: z.array(connection),
    stalls: z.array(z.strictObject({ startNs: ns, endNs: ns.nullable() })),
    paceNs: ns,
    bytesSent: count,
    bytesReceived: count,
    continuous: z.boolean(),
    counterResets: count,
    clientStarts: count,
    lastProgressNs: ns.nullable(),
    watchedUntilNs: ns,
    pending: z.exactOptional(z.array(z.strictObject({ end: z.enum(['client', 'server']), sentNs: ns, dueNs: ns }))),
  }),
  beat: event('beat', {}),
  strikes: event('strikes', { count }),
  error: event('error', { code: text, what: text, allowed: z.exactOptional(text), next: z.exactOptional(text) }),
  end: event('end', { status: z.enum(['completed', 'failed']) }),
} satisfies { readonly [Key in Ev]: z.ZodType<Extract<JournalEvent, { ev: Key }>> }
