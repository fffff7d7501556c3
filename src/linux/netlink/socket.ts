import { LibcError, calls, check } from '../libc.ts'
import { Attributes, HEADER_BYTES, NLM_F, NLMSG, messages, type Message } from './codec.ts'

const AF_NETLINK = 16
const SOCK_RAW_CLOEXEC = 3 | 0x80000
const SOL_NETLINK = 270
const NETLINK_CAP_ACK = 10
const NETLINK_EXT_ACK = 11
/** A flag of the answer: attributes follow the error. */
const NLM_F_ACK_TLVS = 0x200

/** Below the default send buffer (212,992), so that one send takes them all. */
const SEND_BYTES = 128 * 1024
const RECEIVE_BYTES = 64 * 1024

/** A message to the kernel and what it means, for the error. */
export interface Request {
  readonly message: Buffer
  readonly text: string
}

/** The kernel refused a request. `errno` as in errno(3); the message carries the request's text and the kernel's reason. */
export class NetlinkError extends LibcError {
  constructor(request: string, errno: number, reason: string | undefined) {
    super(request, errno)
    this.name = 'NetlinkError'
    if (reason !== undefined) this.message += ` (${reason})`
  }
}

/** One rtnetlink socket of the namespace in which it was made. Synchronous. */
export class NetlinkSocket {
  readonly #fd: number
  readonly #buffer = Buffer.alloc(RECEIVE_BYTES)
  #sequence = 0

  constructor() {
    this.#fd = check('socket', AF_NETLINK, SOCK_RAW_CLOEXEC, 0)
    const on = Buffer.of(1, 0, 0, 0)
    check('setsockopt', this.#fd, SOL_NETLINK, NETLINK_CAP_ACK, on, on.length)
    check('setsockopt', this.#fd, SOL_NETLINK, NETLINK_EXT_ACK, on, on.length)
  }

  /**
   * Executes the requests in order, as many as fit in one send: the kernel takes those in one go.
   * @throws NetlinkError of the first that was refused; those after it in the same send were executed
   */
  execute(requests: readonly Request[]): void {
    let batch: Request[] = []
    let bytes = 0
    for (const request of requests) {
      if (bytes + request.message.length > SEND_BYTES) {
        this.#execute(batch)
        batch = []
        bytes = 0
      }
      batch.push(request)
      bytes += request.message.length
    }
    if (batch.length > 0) this.#execute(batch)
  }

  /** Errors come for every message; the ACK is asked of the last only, and says that all are through. */
  #execute(batch: readonly Request[]): void {
    const first = this.#sequence + 1
    for (const [at, { message }] of batch.entries()) {
      const last = at === batch.length - 1
      message.writeUInt32LE(++this.#sequence, 8)
      if (last) message.writeUInt16LE(message.readUInt16LE(6) | NLM_F.ack, 6)
    }
    const bytes = Buffer.concat(batch.map((request) => request.message))
    check('send', this.#fd, bytes, bytes.length, 0)
    let refused: NetlinkError | undefined
    for (;;) {
      for (const answer of this.#receive()) {
        if (answer.type !== NLMSG.error || answer.sequence < first) continue
        refused ??= errorOf(answer, batch[answer.sequence - first]?.text ?? 'netlink')
        if (answer.sequence !== this.#sequence) continue
        if (refused !== undefined) throw refused
        return
      }
    }
  }

  /** Every message of a dump; `body` is copied and stays valid. */
  dump(message: Buffer, text: string): readonly Message[] {
    message.writeUInt32LE(++this.#sequence, 8)
    message.writeUInt16LE(message.readUInt16LE(6) | NLM_F.dump, 6)
    check('send', this.#fd, message, message.length, 0)
    const found: Message[] = []
    for (;;) {
      for (const answer of this.#receive()) {
        if (answer.sequence !== this.#sequence) continue
        if (answer.type === NLMSG.done) return found
        if (answer.type === NLMSG.error) throw errorOf(answer, text) ?? new Error(`${text}: no dump`)
        found.push({ ...answer, body: Buffer.from(answer.body) })
      }
    }
  }

  #receive(): Iterable<Message> {
    const length = check('recv', this.#fd, this.#buffer, this.#buffer.length, 0)
    return messages(this.#buffer.subarray(0, length))
  }

  close(): void {
    calls.close(this.#fd)
  }
}

/** struct nlmsgerr: a negative errno, the refused header, then attributes of which the first is the reason. */
function errorOf(answer: Message, text: string): NetlinkError | undefined {
  const errno = -answer.body.readInt32LE(0)
  if (errno === 0) return undefined
  const explained = (answer.flags & NLM_F_ACK_TLVS) !== 0
  const reason = explained ? new Attributes(answer.body.subarray(4 + HEADER_BYTES)).text(1) : undefined
  return new NetlinkError(text, errno, reason)
}
