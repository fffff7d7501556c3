import type { JournalEvent, StreamRecord } from '../model/journal.ts'
import type { Ns } from '../model/time.ts'
import { sentAt } from './outages.ts'

/** What was done in a trial, and when. */
export interface Span {
  /** Instants before and after the first batch of the fault; null in a control. */
  readonly injected: readonly [Ns, Ns] | null
  readonly healed: readonly [Ns, Ns] | null
  readonly variant: number
}

/** Of the batches of one fault (a flap has many) the first is the injection. */
export function spanOf(events: readonly JournalEvent[]): Span {
  const inject = events.find((event) => event.ev === 'inject')
  const heal = events.find((event) => event.ev === 'heal')
  return {
    injected: inject === undefined ? null : [inject.beforeNs, inject.afterNs],
    healed: heal === undefined ? null : [heal.beforeNs, heal.afterNs],
    variant: inject?.variant ?? 0,
  }
}

/** Nanoseconds between the stamps around a batch: how well its instant is known. */
export const widthOf = (stamps: readonly [Ns, Ns] | null): Ns => (stamps === null ? 0 : stamps[1] - stamps[0])

/**
 * The first packet that was still on its way at `instant`: sent no earlier than the largest delay before it.
 * A packet is exposed to what happens between its sending and its arrival.
 */
export function firstExposed(stream: StreamRecord, instant: Ns): number {
  const since = instant - (stream.delay?.maxNs ?? 0)
  let sequence = Math.max(0, Math.ceil((since - stream.firstNs) / stream.stepNs))
  while (sequence > 0 && sentAt(stream, sequence - 1) >= since) sequence--
  return Math.min(sequence, stream.sent)
}
