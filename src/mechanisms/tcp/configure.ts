import type { Configure } from '../contract/configure.ts'
import { tcpOf } from './data.ts'

export const tcpConfigure: Configure = {
  files: () => ({}),
  daemons: () => [],
  sysctls: (node) => {
    const { retries2, synRetries } = tcpOf(node)
    return {
      ...(retries2 === undefined ? {} : { 'net.ipv4.tcp_retries2': String(retries2) }),
      ...(synRetries === undefined ? {} : { 'net.ipv4.tcp_syn_retries': String(synRetries) }),
    }
  },
}
