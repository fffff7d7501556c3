import type { Text } from '../contract/text.ts'
import { tcpOf } from './data.ts'

export const tcpText: Text = {
  nodeLines: (node) => {
    const { retries2, synRetries } = tcpOf(node)
    return [
      ...(retries2 === undefined ? [] : [`tcp_retries2 ${String(retries2)}`]),
      ...(synRetries === undefined ? [] : [`tcp_syn_retries ${String(synRetries)}`]),
    ]
  },
  states: {},
  waits: {},
  events: {},
}
