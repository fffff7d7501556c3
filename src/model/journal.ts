import type { Capability, Finding } from './capability.ts'
import type { StateMatch } from './handle.ts'
import type { Ns } from './time.ts'
import type { Direction } from './traffic.ts'

/** One line of `journal.ndjson`. `t`: nanoseconds since the agent's start, on the lab's one clock. */
export type JournalEvent = { readonly t: Ns } & JournalBody

export type JournalBody =
  | {
      readonly ev: 'start'
      readonly experiment: number
      readonly trial: number | null
      readonly seed: number
      readonly kernel: string
      readonly hz: number
      readonly virtualTime: boolean
      readonly versions: Readonly<Record<string, string>>
      /** Where the lab's clock counts from: seconds of the kernel's CLOCK_REALTIME, as captures have them. Absent: an older journal, or a trial that never began. */
      readonly epochS?: number
    }
  | { readonly ev: 'step'; readonly step: string }
  /** A watcher saw a state change. `from` is null for the first sighting. */
  | {
      readonly ev: 'state'
      /** The earliest instant at which it can have changed: it was polled for, or a daemon reported it. Absent: rtnetlink did, at once. */
      readonly sinceNs?: Ns
      readonly watch: StateMatch['watch']
      readonly node: string
      readonly name: string
      readonly from: string | null
      readonly to: string
      readonly detail?: string
    }
  | { readonly ev: 'log'; readonly node: string; readonly text: string }
  | { readonly ev: 'gate'; readonly passed: boolean; readonly because: string; readonly evidence: readonly string[] }
  /** Where in its period a timer was when the fault struck: `offsetNs` after an event of it. */
  | {
      readonly ev: 'phase'
      /** Its name. */
      readonly timer: string
      /** Who knows of it. `default`: none is known, and it is the lab's clock. */
      readonly source: 'theory' | 'topology' | 'wire' | 'default'
      readonly periodNs: Ns
      /** In which steps its phase could be chosen; 0: any; null: it could not, it was only seen. */
      readonly stepNs: Ns | null
      readonly eventNs: Ns
      readonly offsetNs: Ns
      readonly because: string
    }
  /** A batch went to the kernel between these two instants. The first is the injection. */
  | {
      readonly ev: 'inject'
      readonly variant: number
      readonly beforeNs: Ns
      readonly afterNs: Ns
      readonly text: readonly string[]
    }
  | { readonly ev: 'heal'; readonly beforeNs: Ns; readonly afterNs: Ns; readonly text: readonly string[] }
  | { readonly ev: 'proof'; readonly live: boolean; readonly evidence: readonly string[] }
  | { readonly ev: 'removed'; readonly removed: boolean; readonly evidence: readonly string[] }
  | StreamRecord
  | SessionRecord
  | { readonly ev: 'beat' }
  /** How often the safety net of virtual time interrupted a program that spun; only where it was on. */
  | { readonly ev: 'spin-interrupts'; readonly count: number }
  /** What the kernel and the machine that the guest sees can do, and what was made or refused to know it. */
  | { readonly ev: 'capabilities'; readonly capabilities: Readonly<Record<Capability, Finding>> }
  | {
      readonly ev: 'error'
      readonly code: string
      readonly what: string
      readonly allowed?: string
      readonly next?: string
    }
  | { readonly ev: 'end'; readonly status: 'completed' | 'failed' }

/**
 * All that one stream sent and what became of it: packet k left at `firstNs + k·stepNs + late`.
 * Everything not named here arrived once, in order.
 */
export interface StreamRecord {
  readonly ev: 'stream'
  readonly flow: string
  readonly direction: Direction
  readonly stream: number
  readonly firstNs: Ns
  readonly stepNs: Ns
  readonly sent: number
  /** Inclusive ranges of sequence numbers that never arrived, or were overdue. */
  readonly lost: readonly (readonly [number, number])[]
  /** Of them those that did arrive, longer on their way than the flow allows: sequence number ranges. */
  readonly overdue: readonly (readonly [number, number])[]
  /** Sequence number and how often beyond the first. */
  readonly duplicated: readonly (readonly [number, number])[]
  /** Sequence numbers that arrived after a higher one. */
  readonly reordered: readonly number[]
  /** Packets that left later than half a step: sequence number and nanoseconds. */
  readonly late: readonly (readonly [number, Ns])[]
  /** One-way delay of what arrived in time, nanoseconds; null where nothing did. */
  readonly delay: { readonly minNs: Ns; readonly medianNs: Ns; readonly maxNs: Ns } | null
  /**
   * Instant and delay: from the tenth of a second that begins there, what arrived in time had been on its way for so long at
   * most. One line wherever that changes by more than a quarter of a step; nothing arrived, no line. Absent: an older record.
   */
  readonly delays?: readonly (readonly [Ns, Ns])[]
  /** The first packets in time after lost ones, where one was on its way for longer than a step: sequence number and delay. */
  readonly held?: readonly (readonly [number, Ns])[]
  /** Largest lateness of any packet: the clock's share of the error. */
  readonly clockErrorNs: Ns
}

/** Evidence of one session, from the client unless said otherwise. */
export interface SessionRecord {
  readonly ev: 'session'
  readonly name: string
  readonly kind: 'tcp' | 'stream'
  /** Every connection that the session has had, in order. */
  readonly connections: readonly SessionConnection[]
  /** Gaps in the arrival of fresh bytes longer than the pace explains. */
  readonly stalls: readonly { readonly startNs: Ns; readonly endNs: Ns | null }[]
  /** What a gap between two arrivals normally is at most. */
  readonly paceNs: Ns
  readonly bytesSent: number
  readonly bytesReceived: number
  /** The byte stream arrived unbroken and unchanged. */
  readonly continuous: boolean
  /** Of the server: resets of its counter that the client saw. */
  readonly counterResets: number
  /** How often the client's program has started: once, and again when its node has booted. */
  readonly clientStarts: number
  readonly lastProgressNs: Ns | null
  readonly watchedUntilNs: Ns
  /** What either end of the open connection had sent and not got confirmed at the end. Absent: an older record. */
  readonly pending?: readonly PendingSegments[]
}

/** TCP sends them again: when it last did, and when its timer is due next (`tcpi_last_data_sent`, `tcpi_rto`). */
export interface PendingSegments {
  readonly end: 'client' | 'server'
  readonly sentNs: Ns
  readonly dueNs: Ns
}

export interface SessionConnection {
  readonly openedNs: Ns
  readonly closedNs: Ns | null
  /** `power`: of the client's node. */
  readonly closedBy: 'peer-reset' | 'peer-closed' | 'timeout' | 'refused' | 'power' | 'us' | null
  readonly tuple: string
  readonly bootNonce: string | null
  readonly connectionNonce: string | null
  /** `tcpi_total_retrans` at the end, less what it was when the gate passed. */
  readonly retransmits: number
}
