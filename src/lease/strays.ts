import { setTimeout as pause } from 'node:timers/promises'
import { dumpLinks } from '../linux/netlink/dump.ts'
import { deleteLink } from '../linux/netlink/link.ts'
import { NetlinkSocket } from '../linux/netlink/socket.ts'
import { isUnplaced } from '../runtime/containerlab/unplaced.ts'

/** One that is at work takes milliseconds from making a cable to giving its first end away. */
const AT_WORK_MS = 2000

/** Removes cables that a killed containerlab had made and put nowhere: both ends on this side, and nobody takes them. */
export async function removeStrays(): Promise<void> {
  const socket = new NetlinkSocket()
  const found = strays(socket)
  if (found.length === 0) return
  await pause(AT_WORK_MS)
  const still = new Set(strays(socket))
  for (const index of found) if (still.has(index)) socket.execute([{ message: deleteLink(index), text: 'delete link' }])
}

/** Index of one end of each. */
function strays(socket: NetlinkSocket): readonly number[] {
  const unplaced = dumpLinks(socket).filter(({ name, kind }) => kind === 'veth' && isUnplaced(name))
  return unplaced.flatMap(({ index, linkIndex }) =>
    unplaced.some((peer) => peer.index === linkIndex && peer.linkIndex === index && index < peer.index) ? [index] : [],
  )
}
