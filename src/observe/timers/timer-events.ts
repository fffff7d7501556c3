import type { MiiMonitor } from '../../model/kinds/bond.ts'
import type { KnownEvent } from '../../model/kinds/known.ts'
import type { Ns } from '../../model/time.ts'
import { calls } from '../../linux/libc.ts'
import type { Namespaces } from '../../linux/netns.ts'
import type { Filter } from '../../linux/socket-filter.ts'
import {
  advertFilter,
  ARP_REQUEST_FILTER,
  bpduFilter,
  datagramFilter,
  ECHO_REQUEST_FILTER,
  LACPDU_FILTER,
} from '../frame-filters.ts'
import { openPacketSocket } from '../../linux/packet-socket.ts'
import { addressBytes } from '../../linux/sockets.ts'
import type { Watcher } from '../watcher.ts'

/** IEEE 802.1D-2004 9.3.1 and 9.3.3. */
const CONFIGURATION_BPDU = 0
const RST_BPDU = 2
/** Where an untagged frame has the address that an ARP request asks for, and an IPv4 packet its destination. */
const ARP_TARGET_AT = 38
const DESTINATION_AT = 30

/** Of a timer whose events can be seen on the wire. */
export type SeenEvent = Exclude<KnownEvent, MiiMonitor>

interface Sought {
  /** null: all interfaces of the node. */
  readonly device: string | null
  readonly filter: Filter
  readonly isIt?: (packet: Buffer) => boolean
}

/** The events of one timer, by the kernel's stamps, from now on until it is forgotten. */
export class TimerEvents {
  readonly #fd: number
  readonly #sniffer: { forget(): void }
  #lastNs: Ns | null = null
  #waiting: ((atNs: Ns) => void) | null = null

  constructor(event: SeenEvent, namespaces: Namespaces, watcher: Watcher) {
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

function soughtOf(event: SeenEvent): Sought {
  switch (event.event) {
    case 'lacpdu':
      return { device: event.interface, filter: LACPDU_FILTER }
    case 'bpdu':
      return {
        device: event.interface,
        filter: bpduFilter(event.rapid === true ? RST_BPDU : CONFIGURATION_BPDU),
      }
    case 'vrrpAdvert':
      return { device: event.interface, filter: advertFilter(event.vrid) }
    case 'datagram':
      return { device: event.interface, filter: datagramFilter(event.port) }
    case 'arpProbe':
      return {
        device: null,
        filter: ARP_REQUEST_FILTER,
        isIt: (packet) => event.targets.some((target) => isAt(packet, ARP_TARGET_AT, target)),
      }
    case 'echoRequest':
      return {
        device: null,
        filter: ECHO_REQUEST_FILTER,
        isIt: (packet) => isAt(packet, DESTINATION_AT, event.address),
      }
  }
}

const isAt = (packet: Buffer, at: number, address: string): boolean =>
  packet.subarray(at, at + 4).equals(addressBytes(address))
