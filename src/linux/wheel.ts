import type { Ns } from '../model/time.ts'
import type { Clock } from './clock.ts'
import { calls, check, receiveElsewhere } from './libc.ts'
import { SOL_SOCKET } from './sockets.ts'

const AF_UNIX = 1
const SOCK_DGRAM_CLOEXEC = 2 | 0x80000
/** SO_RCVTIMEO_OLD: a struct timeval of longs. */
const SO_RCVTIMEO = 20

/**
 * An instant at which the kernel's timer wheel fires timers of this delay. A socket's receive timeout is such a timer
 * (schedule_timeout), and one of the same delay as a work item's fires at a multiple of the same granule as that
 * (kernel/time/timer.c: calc_index).
 */
export async function wheelInstant(delayNs: Ns, clock: Clock): Promise<Ns> {
  const fd = check('socket', AF_UNIX, SOCK_DGRAM_CLOEXEC, 0)
  const timeout = Buffer.alloc(16)
  timeout.writeBigInt64LE(BigInt(Math.floor(delayNs / 1e9)), 0)
  timeout.writeBigInt64LE(BigInt(Math.ceil((delayNs % 1e9) / 1e3)), 8)
  try {
    check('setsockopt', fd, SOL_SOCKET, SO_RCVTIMEO, timeout, timeout.length)
    await receiveElsewhere(fd, Buffer.from(new ArrayBuffer(1)))
    return clock.now()
  } finally {
    calls.close(fd)
  }
}
