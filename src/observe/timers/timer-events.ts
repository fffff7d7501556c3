import { soughtOf } from '../../mechanisms/all/watch.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { Ns } from '../../model/time.ts'
import { calls } from '../../linux/libc.ts'
import type { Namespaces } from '../../linux/netns.ts'
import { openPacketSocket } from '../../linux/packet-socket.ts'
import type { Watcher } from '../watcher.ts'

/** The events of one timer, by the kernel's stamps, from now on until it is forgotten. */
export class TimerEvents {
  readonly #fd: number
  readonly #sniffer: { forget(): void }
  #lastNs: Ns | null = null
  #waiting: ((atNs: Ns) => void) | null = null

  /** @throws BackhoeError (70) where the event cannot be seen on the wire */
  constructor(event: PhaseEvent, namespaces: Namespaces, watcher: Watcher) {
    const { device, filter, isIt = () => true } = soughtOf(event)
    this.#fd = openPacketSocket(namespaces, event.node, device, filter)
    this.#sniffer = watcher.sniff(this.#fd, (atNs, packet) => {
      if (!isIt(packet)) return
      this.#lastNs = atNs
      this.#waiting?.(atNs)
    })
  }

  /** null: none has come yet. */
  get lastNs(): Ns | null {
    return this.#lastNs
  }

  /** When the next one came; null: none did within so long. */
  async next(withinNs: Ns): Promise<Ns | null> {
    return new Promise((resolve) => {
      const done = (atNs: Ns | null): void => {
        clearTimeout(timer)
        this.#waiting = null
        resolve(atNs)
      }
      const timer = setTimeout(done, withinNs / 1e6, null)
      this.#waiting = done
    })
  }

  /** Follows it no longer. */
  forget(): void {
    this.#sniffer.forget()
  }

  /** After it was forgotten. */
  close(): void {
    calls.close(this.#fd)
  }
}
