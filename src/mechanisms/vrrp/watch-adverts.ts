import type { WatchedRouter } from './data-kinds.ts'
import type { Ns } from '../../model/time.ts'
import type { Clock } from '../../linux/clock.ts'
import { calls } from '../../linux/libc.ts'
import type { Namespaces } from '../../linux/netns.ts'
import { openPacketSocket, takePacket } from '../../linux/packet-socket.ts'
import {
  byte,
  byteBehindIp,
  half,
  ETHERTYPE_AT,
  IP_PROTOCOL_AT,
  takenIf,
  type SocketFilter,
} from '../../linux/socket-filter.ts'

/** Advertisements of one virtual router that come in, or leave: IP protocol 112, the VRID in the second byte (RFC 9568 5.1). */
export const advertFilter = (vrid: number, way: 'in' | 'out' = 'in'): SocketFilter =>
  takenIf(way, half(ETHERTYPE_AT, 0x0800), byte(IP_PROTOCOL_AT, 112), byteBehindIp(1, vrid))

/**
 * When a virtual router sent the first advertisement of its present mastership. keepalived sends it, adds its addresses,
 * announces each of them five times and only then writes to its FIFO (vrrp_state_master_tx, vrrp_state_become_master): how
 * much later depends on the number of addresses, and on what the announcements set going elsewhere.
 * Its socket is open only while the router is not active: it costs nothing per packet that an active router forwards.
 */
export class Adverts {
  readonly #namespaces: Namespaces
  readonly #clock: Clock
  readonly #routers: ReadonlyMap<string, WatchedRouter>
  readonly #sockets = new Map<string, number>()
  readonly #buffer = Buffer.from(new ArrayBuffer(256))

  constructor(namespaces: Namespaces, clock: Clock, routers: readonly WatchedRouter[]) {
    this.#namespaces = namespaces
    this.#clock = clock
    this.#routers = new Map(routers.map((router) => [keyOf(router.node, router.name), router]))
  }

  /** The router is not active now: whatever it advertises from here on makes it so. */
  await(node: string, name: string): void {
    const key = keyOf(node, name)
    this.#close(key)
    const { interface: device, vrid } = this.#routers.get(key)?.advertises ?? {}
    if (device === undefined || vrid === undefined) return
    if (this.#namespaces.within(node, () => calls.if_nametoindex(device)) === 0) return
    this.#sockets.set(key, openPacketSocket(this.#namespaces, node, device, advertFilter(vrid, 'out')))
  }

  /** The router is active now. Its first advertisement since it was not, by the kernel's stamp; null: none was seen. */
  first(node: string, name: string): Ns | null {
    const key = keyOf(node, name)
    const fd = this.#sockets.get(key)
    const packet = fd === undefined ? null : takePacket(fd, this.#buffer, this.#clock)
    this.#close(key)
    return packet?.atNs ?? null
  }

  /** Closes the sockets of a node, whose namespace may be about to be another; absent: all. */
  close(node?: string): void {
    for (const key of [...this.#sockets.keys()])
      if (node === undefined || this.#routers.get(key)?.node === node) this.#close(key)
  }

  #close(key: string): void {
    const fd = this.#sockets.get(key)
    if (fd !== undefined) calls.close(fd)
    this.#sockets.delete(key)
  }
}

const keyOf = (node: string, name: string): string => `${node} ${name}`
