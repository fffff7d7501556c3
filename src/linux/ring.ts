import { calls, check, mapShared } from './libc.ts'

/** struct io_uring_params: what it says of the two rings, at which byte. */
const SQ_ENTRIES = 0
const CQ_ENTRIES = 4
const SQ = { tail: 44, mask: 48, array: 64 } as const
const CQ = { head: 80, tail: 84, mask: 88, completions: 100 } as const
const RINGS_AT = 0
const REQUESTS_AT = 0x10000000

/** struct io_uring_sqe. */
const REQUEST_BYTES = 64
const REQUEST = { flags: 1, fd: 4, offset: 8, address: 16, length: 24, messageFlags: 28, number: 32 } as const
/** struct io_uring_cqe, which begins with the request's number. */
const COMPLETION_BYTES = 16

const IORING_OP_SENDMSG = 9
const IORING_OP_READ = 22
/** The next request begins after this one, unless this one fails. */
const IOSQE_IO_LINK = 4
/** The next request begins after this one, however it ends. */
const IOSQE_IO_HARDLINK = 8
const IOSQE_CQE_SKIP_SUCCESS = 64
const IORING_ENTER_GETEVENTS = 1
const MSG_DONTWAIT = 0x40

/** Of a request that does not end a chain: only its failure is reported, and of a packet that is a loss as on the wire. */
const INSIDE = 0xffffffff

/** Requests of a ring, from the first on. */
export interface Chain {
  readonly first: number
  readonly count: number
}

/**
 * An io_uring(7) whose requests are written once and submitted again and again, as chains: each request begins when the one
 * before it has ended. The kernel works through a chain by itself; only its end is reported.
 */
export class Ring {
  readonly #fd: number
  readonly #words: Uint32Array
  readonly #requests: DataView
  /** Of these words. */
  readonly #at: Readonly<Record<'sqTail' | 'sqArray' | 'cqHead' | 'cqTail' | 'completions', number>>
  readonly #sqMask: number
  readonly #cqMask: number
  #written = 0
  #begun = 0
  #tail = 0
  #unsubmitted = 0

  private constructor(fd: number, parameters: Buffer) {
    const u32 = (at: number): number => parameters.readUInt32LE(at)
    this.#fd = fd
    const sqEnd = u32(SQ.array) + u32(SQ_ENTRIES) * Uint32Array.BYTES_PER_ELEMENT
    const cqEnd = u32(CQ.completions) + u32(CQ_ENTRIES) * COMPLETION_BYTES
    this.#words = new Uint32Array(mapShared(fd, Math.max(sqEnd, cqEnd), RINGS_AT))
    this.#requests = new DataView(mapShared(fd, u32(SQ_ENTRIES) * REQUEST_BYTES, REQUESTS_AT))
    const word = (at: number): number => u32(at) / Uint32Array.BYTES_PER_ELEMENT
    this.#at = {
      sqTail: word(SQ.tail),
      sqArray: word(SQ.array),
      cqHead: word(CQ.head),
      cqTail: word(CQ.tail),
      completions: word(CQ.completions),
    }
    this.#sqMask = this.#words[word(SQ.mask)] ?? 0
    this.#cqMask = this.#words[word(CQ.mask)] ?? 0
  }

  /** For so many requests; null where the kernel has no io_uring, or forbids it. */
  static open(requests: number): Ring | null {
    const parameters = Buffer.from(new ArrayBuffer(4096))
    const fd = calls.io_uring_setup(SYS_IO_URING_SETUP, requests, parameters)
    return fd < 0 ? null : new Ring(fd, parameters)
  }

  /** Of so many bytes, to that address. */
  read(fd: number, address: bigint, bytes: number): void {
    const at = this.#append(IORING_OP_READ, IOSQE_IO_LINK, fd, address)
    // From where the descriptor stands.
    this.#requests.setBigInt64(at + REQUEST.offset, -1n, true)
    this.#requests.setUint32(at + REQUEST.length, bytes, true)
  }

  /** Of the message whose struct msghdr lies at that address. What the kernel refuses is lost. */
  sendMessage(fd: number, header: bigint): void {
    const at = this.#append(IORING_OP_SENDMSG, IOSQE_IO_HARDLINK, fd, header)
    this.#requests.setUint32(at + REQUEST.length, 1, true)
    this.#requests.setUint32(at + REQUEST.messageFlags, MSG_DONTWAIT, true)
  }

  #append(operation: number, link: number, fd: number, address: bigint): number {
    const at = this.#written++ * REQUEST_BYTES
    this.#requests.setUint8(at, operation)
    this.#requests.setUint8(at + REQUEST.flags, link | IOSQE_CQE_SKIP_SUCCESS)
    this.#requests.setInt32(at + REQUEST.fd, fd, true)
    this.#requests.setBigUint64(at + REQUEST.address, address, true)
    this.#requests.setUint32(at + REQUEST.number, INSIDE, true)
    return at
  }

  /** What was appended since the last one is a chain; `number` is what its end is reported by. */
  end(number: number): Chain {
    const last = (this.#written - 1) * REQUEST_BYTES
    this.#requests.setUint8(last + REQUEST.flags, 0)
    this.#requests.setUint32(last + REQUEST.number, number, true)
    const chain = { first: this.#begun, count: this.#written - this.#begun }
    this.#begun = this.#written
    return chain
  }

  /** Begins a chain with the next `wait`. It must have ended before it begins again. */
  begin({ first, count }: Chain): void {
    for (let number = 0; number < count; number++)
      this.#words[this.#at.sqArray + ((this.#tail + number) & this.#sqMask)] = first + number
    this.#tail += count
    this.#unsubmitted += count
    this.#words[this.#at.sqTail] = this.#tail
  }

  /** Blocks the calling thread until something is reported; the numbers of the chains that have ended. */
  wait(): number[] {
    this.#unsubmitted -= check(
      'io_uring_enter',
      SYS_IO_URING_ENTER,
      this.#fd,
      this.#unsubmitted,
      1,
      IORING_ENTER_GETEVENTS,
      null,
      0,
    )
    const ended: number[] = []
    const { cqHead, cqTail, completions } = this.#at
    let head = this.#words[cqHead] ?? 0
    for (; head !== this.#words[cqTail]; head = (head + 1) >>> 0) {
      const number = this.#words[completions + ((head & this.#cqMask) * COMPLETION_BYTES) / 4] ?? INSIDE
      if (number !== INSIDE) ended.push(number)
    }
    this.#words[cqHead] = head
    return ended
  }
}

/** glibc has no functions for them. */
const SYS_IO_URING_SETUP = 425
const SYS_IO_URING_ENTER = 426
