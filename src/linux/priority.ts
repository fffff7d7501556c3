import { calls } from './libc.ts'

const SCHED_FIFO = 1
/** Before every thread of ordinary priority. */
const LEAST = 1

/**
 * The calling thread runs as soon as it wakes: without it, a busy main thread makes a tick late by milliseconds.
 * Where it is not allowed (no CAP_SYS_NICE), the lateness is in the record.
 */
export function runFirst(): void {
  const parameter = Buffer.alloc(4)
  parameter.writeInt32LE(LEAST)
  calls.sched_setscheduler(0, SCHED_FIFO, parameter)
}
