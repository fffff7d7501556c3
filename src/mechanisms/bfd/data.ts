import type { Ns } from '../../model/time.ts'
import type { Node } from '../../model/topology.ts'

export const BFD = 'bfd'

/** Asynchronous BFD of a node (RFC 5880, 5881) with the neighbours of its routing protocols and the gateways of its tracked routes. */
export interface BfdFeature {
  /** Time between two packets that it sends, and that it asks of its neighbours: DesiredMinTxInterval and RequiredMinRxInterval. */
  readonly intervalNs: Ns
  /** So many packets in a row that are lost end a session of its neighbours: DetectMult. */
  readonly multiplier: number
  /** IPv4 addresses of others, which track routes by this node. */
  readonly neighbours: readonly string[]
  /** Time between two packets that it sends to itself by way of a neighbour's kernel (RFC 5880 5); absent: none. */
  readonly echoNs?: Ns
}

export const bfdOf = ({ features }: Pick<Node, 'features'>): BfdFeature | undefined =>
  features[BFD] as BfdFeature | undefined

/** The profile that it has in bfdd's file, and that the protocols' files name. */
export const PROFILE = 'backhoe'
