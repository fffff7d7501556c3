import { closeSync, openSync } from 'node:fs'
import * as link from '../../linux/netlink/link.ts'
import type { NetlinkSocket } from '../../linux/netlink/socket.ts'
import type { Need } from './needs.ts'

/** Whether this kernel, or this machine, can do it: one is made in a namespace that goes away at once. */
export interface Probe {
  /** In words: "a veth pair". */
  readonly made: string
  /** @throws Error with what the kernel or the program has said */
  readonly make: (socket: NetlinkSocket) => void
}

/** One for each capability that a mechanism brings. A program is asked for its version; its probe, if any, comes after that. */
export type Probes<Brought extends Readonly<Record<string, Need>>> = {
  readonly [Name in keyof Brought as Brought[Name] extends Required<Pick<Need, 'program'>> ? never : Name]: Probe
} & { readonly [Name in keyof Brought]?: Probe }

/** What probes make: two ends of a cable, and a device above one of them. */
export const NEAR = { name: 'near', index: 101, mac: '02:00:00:00:00:01' }
export const FAR = { name: 'far', index: 102, mac: '02:00:00:00:00:02' }
export const MADE = { name: 'made', index: 103, mac: '02:00:00:00:00:03' }

export function execute(socket: NetlinkSocket, ...messages: readonly Buffer[]): void {
  socket.execute(messages.map((message) => ({ message, text: 'probe' })))
}

/** NEAR and FAR. */
export function veth(socket: NetlinkSocket): void {
  const here = openSync('/proc/thread-self/ns/net', 'r')
  try {
    execute(socket, link.veth(NEAR, FAR, here))
  } finally {
    closeSync(here)
  }
}
