import type { JournalEvent, PendingSegments, SessionConnection, SessionRecord, StreamRecord } from '../model/journal.ts'

type KeyOf<T> = T extends T ? keyof T : never
type Key =
  | KeyOf<Exclude<JournalEvent, { ev: 'capabilities' }>>
  | keyof SessionConnection
  | keyof SessionRecord['stalls'][number]
  | keyof PendingSegments
  | keyof NonNullable<StreamRecord['delay']>

/** Every key of every event, in the order in which it is written: what is not here would not be written. */
const ORDER = {
  t: 0,
  ev: 0,
  experiment: 0,
  trial: 0,
  seed: 0,
  kernel: 0,
  hz: 0,
  virtualTime: 0,
  versions: 0,
  epochS: 0,
  step: 0,
  watch: 0,
  node: 0,
  name: 0,
  kind: 0,
  from: 0,
  to: 0,
  detail: 0,
  sinceNs: 0,
  passed: 0,
  variant: 0,
  timer: 0,
  source: 0,
  periodNs: 0,
  stepNs: 0,
  eventNs: 0,
  offsetNs: 0,
  beforeNs: 0,
  afterNs: 0,
  live: 0,
  removed: 0,
  because: 0,
  evidence: 0,
  text: 0,
  flow: 0,
  direction: 0,
  stream: 0,
  firstNs: 0,
  sent: 0,
  lost: 0,
  overdue: 0,
  duplicated: 0,
  reordered: 0,
  late: 0,
  delay: 0,
  minNs: 0,
  medianNs: 0,
  maxNs: 0,
  delays: 0,
  held: 0,
  clockErrorNs: 0,
  connections: 0,
  openedNs: 0,
  closedNs: 0,
  closedBy: 0,
  tuple: 0,
  bootNonce: 0,
  connectionNonce: 0,
  retransmits: 0,
  stalls: 0,
  startNs: 0,
  endNs: 0,
  paceNs: 0,
  bytesSent: 0,
  bytesReceived: 0,
  continuous: 0,
  counterResets: 0,
  clientStarts: 0,
  lastProgressNs: 0,
  watchedUntilNs: 0,
  pending: 0,
  end: 0,
  sentNs: 0,
  dueNs: 0,
  code: 0,
  what: 0,
  allowed: 0,
  next: 0,
  count: 0,
  status: 0,
} as const satisfies Readonly<Record<Key, 0>>

const KEYS = Object.keys(ORDER)

/** One line of the journal, without its newline; the same event always gives the same bytes. */
export function serializeEvent(event: JournalEvent): string {
  // A guest's answer to doctor, of no trial.
  if (event.ev === 'capabilities') return JSON.stringify(event)
  if (event.ev !== 'start') return JSON.stringify(event, KEYS)
  return JSON.stringify(event, [...KEYS, ...Object.keys(event.versions).sort()])
}
