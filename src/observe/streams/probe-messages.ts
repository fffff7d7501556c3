import type { StreamRecord } from '../../model/journal.ts'
import type { StreamPlan } from '../../model/plan.ts'
import type { Ns } from '../../model/time.ts'
import type { Direction } from '../../model/traffic.ts'

/** One stream as the worker gets it; its number in the list is what its packets carry. */
export interface ProbeStream extends StreamPlan {
  readonly flow: string
  /** Number among the flow's streams of its direction. */
  readonly stream: number
  readonly ratePps: number
  readonly sizeBytes: number
  readonly overdueNs: Ns
  /** Raw sockets of the sending node and its replicas: streams of one address and device share them. */
  readonly senderFds: readonly number[]
  /** Raw sockets of the receiving node and its replicas, shared likewise. */
  readonly receiverFds: readonly number[]
}

export interface ProbeSetup {
  readonly epochSeconds: bigint
  /** The clock stands still while programs run. */
  readonly virtualTime: boolean
  readonly streams: readonly ProbeStream[]
  readonly receiverFds: readonly number[]
  /** A packet that has not arrived so long after it left will not arrive. */
  readonly fateKnownNs: Ns
  /** [number of the account asked for, 1 once sending must stop]. */
  readonly control: Int32Array
}

/** The running account of one stream. */
export interface StreamQuality {
  readonly flow: string
  readonly direction: Direction
  readonly stream: number
  readonly sent: number
  readonly received: number
  /** Departure of the latest packet that is known to be lost; null: none is. */
  readonly lastLossNs: Ns | null
  readonly firstReceivedNs: Ns | null
}

/** Of the account asked for: packets that were due from `sinceNs` on, before `untilNs`; null: those whose fate is certain by now. */
export interface AccountSpan {
  readonly sinceNs: Ns
  readonly untilNs: Ns | null
}

export type ProbeReport =
  | { readonly report: 'started' }
  | { readonly report: 'quality'; readonly asked: number; readonly quality: readonly StreamQuality[] }
  | { readonly report: 'account'; readonly asked: number; readonly records: readonly StreamRecord[] }
  | { readonly report: 'records'; readonly records: readonly StreamRecord[] }
