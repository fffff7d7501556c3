import type { Node } from '../../model/topology.ts'

/** What a node's kernel is told of TCP; each absent: the kernel's own. */
export interface TcpFeature {
  /** net.ipv4.tcp_retries2. */
  readonly retries2?: number
  /** net.ipv4.tcp_syn_retries. */
  readonly synRetries?: number
}

export const TCP = 'tcp'

export const tcpOf = ({ features }: Pick<Node, 'features'>): TcpFeature =>
  (features[TCP] as TcpFeature | undefined) ?? {}
