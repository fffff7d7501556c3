import type { Ns } from './files.ts'

/** What a probe carries behind the headers of Ethernet, IPv4 and UDP, all little endian. */
const LAYOUT = { stream: 0, sequence: 4, departed: 8, check: 16, end: 20 } as const

/** Knuth's multiplicative constant: 2^32 divided by the golden ratio. */
const GOLDEN = 0x9e37_79b1

export interface Probe {
  /** Number of the stream among all streams of the plan. */
  readonly stream: number
  readonly sequence: number
  /** When its sender stamped it, on the journal's clock. */
  readonly departedNs: Ns
}

/** Reads what tshark shows of a UDP payload, in hexadecimal, cut off where the capture was; null: no probe, or a damaged one. */
export function probeOf(payload: string): Probe | null {
  const bytes = Buffer.from(payload, 'hex')
  if (bytes.length < LAYOUT.end || bytes.subarray(LAYOUT.end).some((byte) => byte !== 0)) return null
  let check = 0
  for (let at = 0; at < LAYOUT.check; at += 4) check = Math.imul(check ^ bytes.readUInt32LE(at), GOLDEN) >>> 0
  if (check !== bytes.readUInt32LE(LAYOUT.check)) return null
  return {
    stream: bytes.readUInt32LE(LAYOUT.stream),
    sequence: bytes.readUInt32LE(LAYOUT.sequence),
    departedNs: bytes.readDoubleLE(LAYOUT.departed),
  }
}
