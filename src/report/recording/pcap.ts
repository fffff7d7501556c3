import type { Ns } from '../../model/time.ts'

/** A frame as it was captured. */
export interface CapturedFrame {
  /** On the lab's clock. */
  readonly atNs: Ns
  readonly bytes: Buffer
  /** On the cable; `bytes` may be fewer. */
  readonly lengthBytes: number
}

/** Of a pcap file whose stamps are nanoseconds, as this machine writes it (draft-ietf-opsawg-pcap 4). */
const MAGIC = 0xa1_b2_3c_4d
const HEAD_BYTES = 24
const RECORD_BYTES = 16

/**
 * The frames of a pcap file, in its order. `epochS`: where the lab's clock counts from. A file that was cut short, because its writer was killed,
 * gives its whole frames.
 * @throws Error where it is no pcap file with nanoseconds
 */
export function readPcap(file: Buffer, epochS: number): CapturedFrame[] {
  if (file.length < HEAD_BYTES || file.readUInt32LE(0) !== MAGIC)
    throw new Error('a capture is a pcap file with stamps in nanoseconds')
  const frames: CapturedFrame[] = []
  for (let at = HEAD_BYTES; at + RECORD_BYTES <= file.length;) {
    const captured = file.readUInt32LE(at + 8)
    const [from, to] = [at + RECORD_BYTES, at + RECORD_BYTES + captured]
    if (to > file.length) break
    const atNs = (file.readUInt32LE(at) - epochS) * 1e9 + file.readUInt32LE(at + 4)
    frames.push({ atNs, bytes: file.subarray(from, to), lengthBytes: file.readUInt32LE(at + 12) })
    at = to
  }
  return frames
}
