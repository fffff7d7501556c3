import { addressOf, calls, lastErrno } from './libc.ts'

/** struct mmsghdr of recvmmsg(2) on 64 bits. */
const HEADER = {
  bytes: 64,
  name: 0,
  nameLength: 8,
  vector: 16,
  vectorLength: 24,
  control: 32,
  controlLength: 40,
  length: 56,
}
const VECTOR_BYTES = 16
const MSG_DONTWAIT = 0x40
const EINTR = 4
const EINVAL = 22

interface SlotSizes {
  /** Bytes of the address; 0: none. */
  readonly name: number
  readonly payload: number
  /** Bytes of ancillary data; 0: none. */
  readonly control: number
  /** Bytes at the beginning of each payload that are not sent. Default 0. */
  readonly unsent?: number
}

/** A row of datagrams in one block of memory that never moves: many of them in one system call. */
export class Datagrams {
  readonly count: number
  readonly bytes: Buffer
  /** The same memory. */
  readonly view: DataView
  readonly #payloads: number
  readonly #names: number
  readonly #controls: number
  readonly #sizes: SlotSizes
  readonly #base: bigint

  constructor(count: number, sizes: SlotSizes) {
    const { unsent = 0 } = sizes
    this.count = count
    this.#sizes = sizes
    const vectors = count * HEADER.bytes
    this.#names = vectors + count * VECTOR_BYTES
    this.#controls = this.#names + count * sizes.name
    this.#payloads = this.#controls + count * sizes.control
    this.bytes = Buffer.from(new ArrayBuffer(Math.max(4096, this.#payloads + count * sizes.payload)))
    this.view = new DataView(this.bytes.buffer)
    this.#base = addressOf(this.bytes)
    const pointer = (at: number, to: number): void => void this.bytes.writeBigUInt64LE(this.#base + BigInt(to), at)
    for (let slot = 0; slot < count; slot++) {
      const header = slot * HEADER.bytes
      const vector = vectors + slot * VECTOR_BYTES
      if (sizes.name > 0) pointer(header + HEADER.name, this.nameAt(slot))
      this.bytes.writeUInt32LE(sizes.name, header + HEADER.nameLength)
      pointer(header + HEADER.vector, vector)
      this.bytes.writeUInt32LE(1, header + HEADER.vectorLength)
      if (sizes.control > 0) pointer(header + HEADER.control, this.controlAt(slot))
      this.bytes.writeUInt32LE(sizes.control, header + HEADER.controlLength)
      pointer(vector, this.payloadAt(slot) + unsent)
      this.bytes.writeUInt32LE(sizes.payload - unsent, vector + 8)
    }
  }

  /** Where the slot's struct msghdr lies, for a kernel that sends it by itself. */
  headerAddress(slot: number): bigint {
    return this.#base + BigInt(slot * HEADER.bytes)
  }

  nameAt(slot: number): number {
    return this.#names + slot * this.#sizes.name
  }

  controlAt(slot: number): number {
    return this.#controls + slot * this.#sizes.control
  }

  payloadAt(slot: number): number {
    return this.#payloads + slot * this.#sizes.payload
  }

  /** Bytes received into the slot. */
  lengthOf(slot: number): number {
    return this.view.getUint32(slot * HEADER.bytes + HEADER.length, true)
  }

  /**
   * Sends every slot once, in order. What the kernel refuses (no route, no neighbour, device down) is lost, as on the wire.
   * A socket whose node does not have its address sends nothing (EINVAL).
   */
  send(fd: number): void {
    for (let slot = 0; slot < this.count;) {
      const headers = slot === 0 ? this.bytes : this.bytes.subarray(slot * HEADER.bytes)
      const sent = calls.sendmmsg(fd, headers, this.count - slot, MSG_DONTWAIT)
      if (sent > 0) slot += sent
      else {
        const errno = lastErrno()
        if (errno === EINVAL) return
        if (errno !== EINTR) slot += 1
      }
    }
  }

  /** Takes what has arrived, at most `count` datagrams; how many. */
  receive(fd: number): number {
    return Math.max(0, calls.recvmmsg(fd, this.bytes, this.count, MSG_DONTWAIT, null))
  }
}
