import type { PendingSegments } from '../../model/journal.ts'
import type { Ns } from '../../model/time.ts'
import { check } from '../../linux/libc.ts'

const IPPROTO_TCP = 6
const TCP_INFO = 11
const TCP_ESTABLISHED = 1

/** Offsets in struct tcp_info: include/uapi/linux/tcp.h. */
const STATE_AT = 0
const RTO_MICROSECONDS_AT = 8
const UNACKED_AT = 24
const LAST_DATA_SENT_MILLISECONDS_AT = 44
const TOTAL_RETRANS_AT = 100
const NOTSENT_BYTES_AT = 144
const TCP_INFO_BYTES = 148

function infoOf(fd: number): Buffer {
  const info = Buffer.alloc(TCP_INFO_BYTES)
  check('getsockopt', fd, IPPROTO_TCP, TCP_INFO, info, Buffer.of(TCP_INFO_BYTES, 0, 0, 0))
  return info
}

/** Segments that the connection has sent again so far. */
export const retransmitsOf = (fd: number): number => infoOf(fd).readUInt32LE(TOTAL_RETRANS_AT)

/** What an established connection waits for at `nowNs`; nothing: all that it sent is confirmed. */
export function pendingOf(fd: number, end: PendingSegments['end'], nowNs: Ns): PendingSegments[] {
  const info = infoOf(fd)
  const isWaiting = info.readUInt32LE(UNACKED_AT) > 0 || info.readUInt32LE(NOTSENT_BYTES_AT) > 0
  if (info.readUInt8(STATE_AT) !== TCP_ESTABLISHED || !isWaiting) return []
  // Every retransmission is data that is sent (tcp_event_data_sent), and the timer that follows it is already doubled.
  const sentNs = nowNs - info.readUInt32LE(LAST_DATA_SENT_MILLISECONDS_AT) * 1e6
  return [{ end, sentNs, dueNs: sentNs + info.readUInt32LE(RTO_MICROSECONDS_AT) * 1e3 }]
}
