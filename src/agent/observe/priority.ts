import { calls } from '../libc.ts'

const SCHED_FIFO = 1

/** Probes before watchers before everything else. */
export const PRIORITY = { probes: 2, watchers: 1 } as const

/**
 * The calling thread runs as soon as it wakes: without it, a busy main thread makes a tick late by milliseconds.
 * Where it is not allowed (no CAP_SYS_NICE), the lateness is in the record.
 */
export function runFirst(priority: number): void {
  const parameter = Buffer.alloc(4)
  parameter.writeInt32LE(priority)
  calls.sched_setscheduler(0, SCHED_FIFO, parameter)
}
