import type { NodeHandle } from './handle.ts'
import type { Problem } from './problem.ts'
import { seconds, type Ns } from './time.ts'

/** Streams of probe packets between two nodes, both ways. */
export interface Flow {
  readonly traffic: 'flow'
  readonly from: NodeHandle
  readonly to: NodeHandle
  /** 5-tuples in each direction. */
  readonly streams: number
  /** Of each stream. */
  readonly ratePps: number
  /** UDP payload, bytes. */
  readonly sizeBytes: number
  /** A packet that is longer on its way is of no use to anybody and counts as lost (RFC 6412: impaired packet). */
  readonly overdueNs: Ns
  /** Only from the first node to the second. */
  readonly oneWay?: boolean
  readonly problems: readonly Problem[]
  /** `file:line` of its declaration, where that is known. */
  readonly where?: string
}

/** A paced echo (`tcp`) or a continuous writer (`stream`) over one TCP connection. */
export interface Session {
  readonly traffic: 'session'
  readonly kind: 'tcp' | 'stream'
  readonly from: NodeHandle
  readonly to: NodeHandle
  /** `tcp`: pause between requests. */
  readonly intervalNs: Ns
  /** `tcp`: bytes of a request; `stream`: bytes of a write. */
  readonly sizeBytes: number
  /** `stream` only. */
  readonly rateKbit: number
  /** Absent: the kernel's patience. */
  readonly userTimeoutNs?: Ns
  readonly problems: readonly Problem[]
}

/** From the end of a session's connection until its client dials again. */
export const RECONNECT_NS: Ns = seconds(1)

export type Traffic = Flow | Session

/** `forward`: from the flow's first node to its second. */
export type Direction = 'forward' | 'backward'
/** Of each direction, for people. */
export const ARROWS = { forward: '→', backward: '←' } as const

export const DIRECTIONS: readonly Direction[] = ['forward', 'backward']

/** From best to worst. */
export const SESSION_VERDICTS = ['untouched', 'survived', 'reconnected', 'restarted', 'dead'] as const
export type SessionVerdict = (typeof SESSION_VERDICTS)[number]
