import type { SessionPlan } from '../../model/plan.ts'
import { reachedAt } from '../../model/topology.ts'
import { calls, check, lastErrno } from '../../linux/libc.ts'
import type { Namespaces } from '../../linux/netns.ts'
import * as sockets from '../../linux/sockets.ts'

const EINPROGRESS = 115

/** An ICMP error with the 576 bytes at most that it quotes (RFC 1812 4.3.2.3). */
const REPORT = Buffer.alloc(1024)

export interface Dialled {
  /** Connecting, non-blocking; null: refused at once (no route, no address). */
  readonly fd: number | null
  readonly tuple: string
}

/** Begins a TCP connection in the node's namespace. Port 0: the kernel picks one. */
export function dial(namespaces: Namespaces, { client, server, userTimeoutNs }: SessionPlan, port: number): Dialled {
  return namespaces.within(client.node, () => {
    const fd = check('socket', sockets.AF_INET, sockets.SOCK_STREAM | sockets.SOCK_NONBLOCK, 0)
    sockets.setOption(fd, sockets.SO_REUSEADDR, 1)
    if (userTimeoutNs !== undefined) sockets.giveUpAfter(fd, userTimeoutNs / 1e6)
    sockets.bindToDevice(fd, client.device)
    sockets.bindTo(fd, client.address, port)
    const tuple = `${client.address}:${String(portOf(fd))}-${reachedAt(server)}:${String(server.port)}`
    const address = sockets.socketAddress(reachedAt(server), server.port)
    if (calls.connect(fd, address, address.length) !== 0 && lastErrno() !== EINPROGRESS) {
      check('close', fd)
      return { fd: null, tuple }
    }
    discardErrors(fd)
    return { fd, tuple }
  })
}

/**
 * A router without a route answers the SYN while connect still holds the socket. The kernel then goes on connecting, but leaves the
 * answer in the error queue (tcp_v4_err), and an event loop that waits for the connection is woken by it again and again.
 */
function discardErrors(fd: number): void {
  while (calls.recv(fd, REPORT, REPORT.length, sockets.MSG_ERRQUEUE) >= 0);
}

function portOf(fd: number): number {
  const address = Buffer.alloc(sockets.ADDRESS_BYTES)
  check('getsockname', fd, address, Buffer.of(sockets.ADDRESS_BYTES, 0, 0, 0))
  return address.readUInt16BE(2)
}
