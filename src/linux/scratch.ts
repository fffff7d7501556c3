import { closeSync, openSync } from 'node:fs'
import { check } from './libc.ts'
import { NetlinkSocket } from './netlink/socket.ts'

const CLONE_NEWNET = 0x4000_0000

/** Runs `body` in a fresh network namespace that goes away with it. Synchronous only. */
export function inScratch<Result>(body: (socket: NetlinkSocket) => Result): Result {
  const home = openSync('/proc/thread-self/ns/net', 'r')
  try {
    check('unshare', CLONE_NEWNET)
    const socket = new NetlinkSocket()
    try {
      return body(socket)
    } finally {
      socket.close()
      check('setns', home, CLONE_NEWNET)
    }
  } finally {
    closeSync(home)
  }
}
