import type { Options } from '../contract/options.ts'
import { TCP, type TcpFeature } from './data.ts'
import type { TcpOptions } from './options-types.ts'

export interface TcpNouns {
  /** How patient the node's TCP is. */
  tcp(options: TcpOptions): this
}

/** net/ipv4/sysctl_net_ipv4.c: ipv4_net_table. */
const RANGES = { retries2: { min: 0, max: 255 }, synRetries: { min: 1, max: 127 } } as const

export const tcpOptions: Options<TcpNouns> = {
  nouns: (node) => ({
    tcp(options) {
      const parameters = node.parameters(`tcp of ${node.node}`, options)
      for (const [name, range] of Object.entries(RANGES)) {
        if (!parameters.has(name)) continue
        const value = parameters.integer(name, range.max, range)
        node.feature<TcpFeature>(TCP, (old) => ({ ...old, [name]: value }))
      }
      parameters.rejectUnknown()
      return this
    },
  }),
  problems: () => undefined,
}
