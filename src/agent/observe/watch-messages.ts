import type { Ns } from '../../model/time.ts'

export interface WatchSetup {
  readonly epochSeconds: bigint
  /** An eventfd: written to when there is a command. */
  readonly wakeFd: number
  /** Netlink monitors and FIFOs: what can be read is passed on. */
  readonly fds: readonly number[]
  readonly pollNs: Ns
}

/** Links asked for again and again, on a socket of their own: what rtnetlink does not announce. */
export interface LinkPoll {
  readonly fd: number
  readonly request: Uint8Array
}

export type WatchCommand =
  /** Pass on the time of the next packet of this socket, once. */
  | { readonly command: 'sniff' | 'forget'; readonly fd: number }
  | { readonly command: 'poll'; readonly poll: LinkPoll }
  | { readonly command: 'stop' }

export type WatchReport =
  /** Stamped when the worker woke up. */
  | { readonly report: 'read'; readonly fd: number; readonly atNs: Ns; readonly bytes: Uint8Array }
  /** Stamped by the kernel when the packet arrived. */
  | { readonly report: 'sniffed'; readonly fd: number; readonly atNs: Ns }
