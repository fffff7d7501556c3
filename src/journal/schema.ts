import { z } from 'zod'
import type { JournalBody, JournalEvent, StreamRecord } from '../model/journal.ts'
import { watchSchema } from '../mechanisms/all/schema.ts'

const ns = z.number().int()
/** Ten thousand packets a second for a day: more is damage, and would take a reader for ever. */
const MOST = 1e9
const count = z.number().int().nonnegative().max(MOST)
const bytes = z.number().int().nonnegative()
const text = z.string()
const range = z.tuple([count, count])

const event = <Name extends Ev, Shape extends z.ZodRawShape>(ev: Name, shape: Shape) =>
  z.strictObject({ t: ns.nonnegative(), ev: z.literal(ev), ...shape })

const connection = z.strictObject({
  openedNs: ns,
  closedNs: ns.nullable(),
  closedBy: z.enum(['peer-reset', 'peer-closed', 'timeout', 'refused', 'power', 'us']).nullable(),
  tuple: text,
  bootNonce: text.nullable(),
  connectionNonce: text.nullable(),
  retransmits: count,
})

/** What no sender can have written, by field. */
function impossible(stream: Omit<StreamRecord, 'ev'> & { readonly t: number }): (readonly [string, string])[] {
  const { t, firstNs, stepNs, sent } = stream
  const named = {
    duplicated: stream.duplicated.map(([sequence]) => sequence),
    reordered: stream.reordered,
    late: stream.late.map(([sequence]) => sequence),
    held: (stream.held ?? []).map(([sequence]) => sequence),
  }
  const ranges = { lost: stream.lost, overdue: stream.overdue }
  return [
    ...(firstNs + (sent - 1) * stepNs > t
      ? ([['sent', 'expected no packet that left after the record']] as const)
      : []),
    ...Object.entries(named)
      .filter(([, sequences]) => sequences.some((sequence) => sequence >= sent))
      .map(([field]) => [field, `expected sequence numbers below ${String(sent)}`] as const),
    ...Object.entries(ranges)
      .filter(([, list]) => !areOrdered(list, sent))
      .map(([field]) => [field, `expected ranges in their order below ${String(sent)}`] as const),
  ]
}

const areOrdered = (ranges: StreamRecord['lost'], sent: number): boolean =>
  ranges.every(([first, last], at) => first > (ranges[at - 1]?.[1] ?? -1) && first <= last && last < sent)

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
    epochS: z.exactOptional(z.number().int().nonnegative()),
  }),
  step: event('step', { step: text }),
  state: event('state', {
    watch: watchSchema,
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
    firstNs: ns.nonnegative(),
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
  }).superRefine((stream, context) => {
    for (const [field, message] of impossible(stream)) context.addIssue({ code: 'custom', path: [field], message })
  }),
  session: event('session', {
    name: text,
    kind: z.enum(['tcp', 'stream']),
    connections: z.array(connection),
    stalls: z.array(z.strictObject({ startNs: ns, endNs: ns.nullable() })),
    paceNs: ns,
    bytesSent: bytes,
    bytesReceived: bytes,
    continuous: z.boolean(),
    counterResets: count,
    clientStarts: count,
    lastProgressNs: ns.nullable(),
    watchedUntilNs: ns,
    pending: z.exactOptional(z.array(z.strictObject({ end: z.enum(['client', 'server']), sentNs: ns, dueNs: ns }))),
  }),
  beat: event('beat', {}),
  'spin-interrupts': event('spin-interrupts', { count }),
  error: event('error', { code: text, what: text, allowed: z.exactOptional(text), next: z.exactOptional(text) }),
  end: event('end', { status: z.enum(['completed', 'failed']) }),
} satisfies { readonly [Key in Ev]: z.ZodType<Extract<JournalEvent, { ev: Key }>> }
