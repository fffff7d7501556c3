/** Netlink's framing: messages of a header and a body, bodies of a fixed struct and attributes. Host byte order. */

export const NLM_F = { request: 0x1, ack: 0x4, dump: 0x300, replace: 0x100, exclusive: 0x200, create: 0x400 } as const

export const HEADER_BYTES = 16

/** `NLMSG_ERROR`, also the ACK; `NLMSG_DONE`. */
export const NLMSG = { error: 2, done: 3 } as const

export const u8 = (value: number): Buffer => Buffer.of(value & 0xff)

export function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16LE(value)
  return buffer
}

export function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value >>> 0)
  return buffer
}

export function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64LE(BigInt(value))
  return buffer
}

/** `u32` fields in a row: most of the kernel's parameter structs. */
export const words = (...values: readonly number[]): Buffer => Buffer.concat(values.map(u32))

export const text = (value: string): Buffer => Buffer.from(`${value}\0`)
export const mac = (address: string): Buffer => Buffer.from(address.replaceAll(':', ''), 'hex')

/** Byte-swapped, for fields in network order. */
export const htons = (value: number): number => ((value & 0xff) << 8) | ((value >> 8) & 0xff)

const padded = (length: number): number => (length + 3) & ~3

/** One attribute; several parts nest. */
export function attribute(type: number, ...parts: readonly Buffer[]): Buffer {
  const length = 4 + parts.reduce((sum, part) => sum + part.length, 0)
  const buffer = Buffer.alloc(padded(length))
  buffer.writeUInt16LE(length, 0)
  buffer.writeUInt16LE(type, 2)
  let at = 4
  for (const part of parts) at += part.copy(buffer, at)
  return buffer
}

/** A request that wants an ACK; the socket writes the sequence number. */
export function message(type: number, flags: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const buffer = Buffer.alloc(HEADER_BYTES + padded(body.length))
  buffer.writeUInt32LE(HEADER_BYTES + body.length, 0)
  buffer.writeUInt16LE(type, 4)
  buffer.writeUInt16LE(flags | NLM_F.request, 6)
  body.copy(buffer, HEADER_BYTES)
  return buffer
}

export interface Message {
  readonly type: number
  readonly flags: number
  readonly sequence: number
  /** Without the header; a view, valid as long as the received buffer is. */
  readonly body: Buffer
}

/** The messages in one datagram. */
export function* messages(datagram: Buffer): Generator<Message> {
  for (let at = 0; at + HEADER_BYTES <= datagram.length;) {
    const length = datagram.readUInt32LE(at)
    if (length < HEADER_BYTES || at + length > datagram.length) return
    yield {
      type: datagram.readUInt16LE(at + 4),
      flags: datagram.readUInt16LE(at + 6),
      sequence: datagram.readUInt32LE(at + 8),
      body: datagram.subarray(at + HEADER_BYTES, at + length),
    }
    at += padded(length)
  }
}

/** Nested and byte-order flags are no part of the type. */
const TYPE_MASK = 0x3fff

/** Attributes in their order; a type may come more than once. */
export function* attributeList(buffer: Buffer): Generator<readonly [type: number, value: Buffer]> {
  for (let at = 0; at + 4 <= buffer.length;) {
    const length = buffer.readUInt16LE(at)
    if (length < 4 || at + length > buffer.length) return
    yield [buffer.readUInt16LE(at + 2) & TYPE_MASK, buffer.subarray(at + 4, at + length)]
    at += padded(length)
  }
}

/** Attributes by type, with the readers that the dumps need; an absent attribute reads as undefined. */
export class Attributes {
  readonly #values: ReadonlyMap<number, Buffer>

  constructor(buffer: Buffer | undefined) {
    this.#values = new Map(buffer === undefined ? [] : attributeList(buffer))
  }

  raw = (type: number): Buffer | undefined => this.#values.get(type)
  nested = (type: number): Attributes => new Attributes(this.raw(type))
  u8 = (type: number): number | undefined => this.raw(type)?.readUInt8(0)
  u16 = (type: number): number | undefined => this.raw(type)?.readUInt16LE(0)
  u32 = (type: number): number | undefined => this.raw(type)?.readUInt32LE(0)
  u64 = (type: number): number | undefined => {
    const value = this.raw(type)?.readBigUInt64LE(0)
    return value === undefined ? undefined : Number(value)
  }
  text = (type: number): string | undefined => this.raw(type)?.toString('latin1').replace(/\0.*$/s, '')
  mac = (type: number): string | undefined =>
    this.raw(type)
      ?.toString('hex')
      .replace(/(..)(?=.)/g, '$1:')
}
