import type { Ns } from '../../model/time.ts'

/** A frame of a recording. */
export interface RecordedFrame {
  /** Number of its interface in the recording. */
  readonly on: number
  /** On the lab's clock. */
  readonly atNs: Ns
  readonly bytes: Buffer
  /** On the cable. */
  readonly lengthBytes: number
  readonly comments: readonly string[]
}

export interface Recording {
  readonly comment: string
  /** What wrote it. */
  readonly application: string
  /** Where the lab's clock counts from. */
  readonly epochS: number
  readonly interfaces: readonly { readonly name: string; readonly description: string }[]
  /** In order of time. */
  readonly frames: readonly RecordedFrame[]
}

/** Block types and options of draft-ietf-opsawg-pcapng (PCAP Now Generic). */
const SECTION = 0x0a_0d_0d_0a
const INTERFACE = 1
const PACKET = 6
const BYTE_ORDER = 0x1a_2b_3c_4d
const COMMENT = 1
const APPLICATION = 4
const NAME = 2
const DESCRIPTION = 3
const RESOLUTION = 9
const ETHERNET = 1

/** The blocks of a pcapng file, in order: one section, an Ethernet interface each with stamps in nanoseconds, and the frames. */
export function* pcapngOf({
  comment,
  application,
  epochS,
  interfaces,
  frames,
}: Recording): Generator<Buffer, void, void> {
  const head = Buffer.alloc(16)
  head.writeUInt32LE(BYTE_ORDER, 0)
  head.writeUInt16LE(1, 4)
  // Nobody has to know how long the section is.
  head.writeBigInt64LE(-1n, 8)
  yield block(SECTION, head, [text(COMMENT, comment), text(APPLICATION, application)])
  for (const { name, description } of interfaces) {
    // No limit to a frame's length.
    const body = Buffer.alloc(8)
    body.writeUInt16LE(ETHERNET, 0)
    yield block(INTERFACE, body, [
      text(NAME, name),
      text(DESCRIPTION, description),
      option(RESOLUTION, Buffer.from([9])),
    ])
  }
  const epochNs = BigInt(epochS) * 1_000_000_000n
  for (const { on, atNs, bytes, lengthBytes, comments } of frames) {
    const stamp = epochNs + BigInt(atNs)
    const body = Buffer.alloc(20 + padded(bytes.length))
    body.writeUInt32LE(on, 0)
    body.writeUInt32LE(Number(stamp >> 32n), 4)
    body.writeUInt32LE(Number(stamp & 0xff_ff_ff_ffn), 8)
    body.writeUInt32LE(bytes.length, 12)
    body.writeUInt32LE(lengthBytes, 16)
    bytes.copy(body, 20)
    yield block(
      PACKET,
      body,
      comments.map((one) => text(COMMENT, one)),
    )
  }
}

const padded = (length: number): number => Math.ceil(length / 4) * 4

/** Type, length, body, options, and the length again. */
function block(type: number, body: Buffer, options: readonly Buffer[]): Buffer {
  const all = [body, ...options, ...(options.length === 0 ? [] : [Buffer.alloc(4)])]
  const length = 12 + all.reduce((sum, one) => sum + one.length, 0)
  const [before, after] = [Buffer.alloc(8), Buffer.alloc(4)]
  before.writeUInt32LE(type, 0)
  before.writeUInt32LE(length, 4)
  after.writeUInt32LE(length, 0)
  return Buffer.concat([before, ...all, after])
}

function option(code: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length))
  bytes.writeUInt16LE(code, 0)
  bytes.writeUInt16LE(value.length, 2)
  value.copy(bytes, 4)
  return bytes
}

/** An option's length has 16 bits. */
const text = (code: number, value: string): Buffer => option(code, Buffer.from(value).subarray(0, 0xff_fc))
