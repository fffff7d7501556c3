import type { OwnLines } from '../frr/data-own.ts'
import { frrRouterId } from '../frr/data.ts'
import type { Ns } from '../../model/time.ts'
import type { Node } from '../../model/topology.ts'

export const OSPF = 'ospf'

/** The area to which all others are joined. */
export const BACKBONE = '0.0.0.0'

/** OSPFv2 of a node (RFC 2328), run by FRR. */
export interface OspfFeature {
  /** Unique in the topology. */
  readonly routerId: string
  readonly interfaces: readonly OspfInterface[]
  readonly spf: { readonly delayNs: Ns; readonly holdNs: Ns; readonly maxHoldNs: Ns }
  /** It stands in an `frr.conf` of the user's own; absent: ours is made of it. */
  readonly own?: OwnLines
}

export interface OspfInterface {
  readonly name: string
  readonly area: string
  readonly network: 'point-to-point' | 'broadcast'
  /** In the election of a designated router; 0: it is none. Absent: 1, FRR's default. */
  readonly priority?: number
  readonly cost: number
  /** Its network is announced, and nothing is sent or received there. */
  readonly passive: boolean
  readonly helloNs: Ns
  /** Silence of a neighbour after which it is down: RouterDeadInterval. */
  readonly deadNs: Ns
  /** MD5 key of the packets (RFC 2328 D.3); absent: none. */
  readonly key?: string
}

/** The lines that make ospfd log its neighbours, by which these are watched. */
export const WATCHED = ' log-adjacency-changes detail'

export const ospfOf = ({ features }: Pick<Node, 'features'>): OspfFeature | undefined =>
  features[OSPF] as OspfFeature | undefined

/** Administrative distance of FRR. */
export const OSPF_DISTANCE = 110

/** As given, or the node's first IPv4 address. */
export const routerIdOf = (node: Pick<Node, 'features' | 'interfaces'>): string =>
  frrRouterId(node, ospfOf(node)?.routerId)
