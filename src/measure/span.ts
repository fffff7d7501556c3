import type { JournalEvent, StreamRecord } from '../model/journal.ts'
import type { Ns } from '../model/time.ts'
import { delayBefore } from './delay.ts'
import { sentAt } from './outages.ts'

/** What was done in a trial, and when. */
export interface TrialSpan {
  /** When the gate had passed: what was lost before it belongs to settling, and to no account. */
  readonly readyNs: Ns
  /** Instants before and after the first batch of the fault; null in a control. */
  readonly injected: readonly [Ns, Ns] | null
  readonly healed: readonly [Ns, Ns] | null
  readonly variant: number
}

/** Of the batches of one fault (a flap has many) the first is the injection. */
export function spanOf(events: readonly JournalEvent[]): TrialSpan {
  const inject = events.find((event) => event.ev === 'inject')
  const gate = events.find((event) => event.ev === 'gate')
  const heal = events.find((event) => event.ev === 'heal')
  return {
    readyNs: gate?.t ?? 0,
    injected: inject === undefined ? null : [inject.beforeNs, inject.afterNs],
    healed: heal === undefined ? null : [heal.beforeNs, heal.afterNs],
    variant: inject?.variant ?? 0,
  }
}

/** Nanoseconds between the stamps around a batch: how well its instant is known. */
export const widthOf = (stamps: readonly [Ns, Ns] | null): Ns => (stamps === null ? 0 : stamps[1] - stamps[0])

/** The first packet that left at `instant` or later. */
export function firstSince(stream: StreamRecord, instant: Ns): number {
  let sequence = Math.max(0, Math.ceil((instant - stream.firstNs) / stream.stepNs))
  while (sequence > 0 && sentAt(stream, sequence - 1) >= instant) sequence--
  return Math.min(sequence, stream.sent)
}

/** What left late by less than half a step is not named: so late any packet may have left. */
export const unnamedLatenessOf = ({ clockErrorNs, stepNs }: StreamRecord): Ns =>
  Math.min(clockErrorNs, Math.ceil(stepNs / 2))

/**
 * The first packet that may still have been on its way at `instant`: sent no earlier than the normal delay before it, and
 * the lateness that is not named. It is exposed to what happens until it arrives.
 */
export const firstExposed = (stream: StreamRecord, instant: Ns): number =>
  firstSince(stream, instant - delayBefore(stream, instant) - unnamedLatenessOf(stream))
