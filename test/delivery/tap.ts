import { calls, check, checkNonBlocking, LibcError } from '../../src/linux/libc.ts'
import { interfacesOf } from '../../src/inject/interfaces.ts'
import type { Namespaces } from '../../src/linux/netns.ts'
import { setOption, SO_RCVBUFFORCE, SOCK_NONBLOCK, SOCK_RAW } from '../../src/linux/sockets.ts'
import { numberOf } from './frame.ts'

const ENETDOWN = 100
const AF_PACKET = 17
const ETH_P_ALL_NETWORK = 0x0300
const SOL_PACKET = 263
const PACKET_IGNORE_OUTGOING = 23
const SOCKADDR_LL_BYTES = 20
const BUFFER_BYTES = 16 << 20
const FRAME_BYTES = 2048

/** Hears every frame that comes in at one interface, also those for others, and can send there. */
export class Tap {
  readonly #fd: number
  readonly #buffer = Buffer.alloc(FRAME_BYTES)

  constructor(namespaces: Namespaces, ns: string, device: string) {
    const index = interfacesOf(namespaces).index(ns, device)
    this.#fd = namespaces.within(ns, () => {
      const fd = check('socket', AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, ETH_P_ALL_NETWORK)
      const address = Buffer.alloc(SOCKADDR_LL_BYTES)
      address.writeUInt16LE(AF_PACKET, 0)
      address.writeUInt16LE(ETH_P_ALL_NETWORK, 2)
      address.writeInt32LE(index, 4)
      check('bind', fd, address, address.length)
      return fd
    })
    setOption(this.#fd, SO_RCVBUFFORCE, BUFFER_BYTES)
    const on = Buffer.of(1, 0, 0, 0)
    check('setsockopt', this.#fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, on, on.length)
  }

  /** A device without carrier takes nothing. */
  send(frame: Buffer): void {
    calls.send(this.#fd, frame, frame.length, 0)
  }

  /** The numbers of our frames that have come in since it was asked last, each as often as it came. */
  heard(): number[] {
    const numbers: number[] = []
    for (;;) {
      const length = this.#receive()
      if (length === null) return numbers
      const number = numberOf(this.#buffer.subarray(0, length))
      if (number !== null) numbers.push(number)
    }
  }

  #receive(): number | null {
    try {
      return checkNonBlocking('recv', this.#fd, this.#buffer, this.#buffer.length, 0)
    } catch (error) {
      // Says once that the interface has gone down; what came before is still there.
      if (error instanceof LibcError && error.errno === ENETDOWN) return this.#receive()
      throw error
    }
  }

  close(): void {
    calls.close(this.#fd)
  }
}
