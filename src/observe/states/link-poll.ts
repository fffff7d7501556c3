import type { Ns } from '../../model/time.ts'
import { check } from '../../linux/libc.ts'
import { Datagrams } from '../../linux/datagrams.ts'

/** struct ifinfomsg behind struct nlmsghdr. */
const INDEX_AT = 20

/** Links asked for again and again, on a socket of their own: what rtnetlink does not announce. */
export class LinkPoll {
  readonly fd: number
  readonly #request: Buffer
  readonly #answers = new Map<number, Buffer>()
  #askedNs: Ns = 0
  readonly #inbox = new Datagrams(32, { name: 0, payload: 4096, control: 0 })

  constructor(fd: number, request: Buffer) {
    this.fd = fd
    this.#request = request
  }

  /** The answers that differ from those of the time before, and when that was. */
  changed(nowNs: Ns): { readonly answers: readonly Buffer[]; readonly sinceNs: Ns } {
    const inbox = this.#inbox
    const sinceNs = this.#askedNs
    this.#askedNs = nowNs
    const changed: Buffer[] = []
    check('send', this.fd, this.#request, this.#request.length, 0)
    for (let count = inbox.count; count === inbox.count;) {
      count = inbox.receive(this.fd)
      for (let slot = 0; slot < count; slot++) {
        const at = inbox.payloadAt(slot)
        const answer = Buffer.from(inbox.bytes.subarray(at, at + inbox.lengthOf(slot)))
        const index = answer.readInt32LE(INDEX_AT)
        const before = this.#answers.get(index)
        if (before?.equals(answer) === false) changed.push(answer)
        this.#answers.set(index, answer)
      }
    }
    return { answers: changed, sinceNs }
  }
}
