import type { OwnLines } from '../frr/data-own.ts'
import type { Ns } from '../../model/time.ts'
import type { Node } from '../../model/topology.ts'

export const OSPF = 'ospf'

/** OSPFv2 of a node (RFC 2328), in one area, run by FRR. */
export interface OspfFeature {
  /** Unique in the topology. */
  readonly routerId: string
  /** 0.0.0.0 is the backbone. */
  readonly area: string
  readonly interfaces: readonly OspfInterface[]
  readonly spf: { readonly delayNs: Ns; readonly holdNs: Ns; readonly maxHoldNs: Ns }
  /** It stands in an `frr.conf` of the user's own; absent: ours is made of it. */
  readonly own?: OwnLines
}

export interface OspfInterface {
  readonly name: string
  readonly cost: number
  /** Its network is announced, and nothing is sent or received there. */
  readonly passive: boolean
  readonly helloNs: Ns
  /** Silence of a neighbour after which it is down: RouterDeadInterval. */
  readonly deadNs: Ns
  /** MD5 key of the packets (RFC 2328 D.3); absent: none. */
  readonly key?: string
}

export const ospfOf = ({ features }: Pick<Node, 'features'>): OspfFeature | undefined =>
  features[OSPF] as OspfFeature | undefined

/** Administrative distance of FRR. */
export const OSPF_DISTANCE = 110

/** As given, or the node's first IPv4 address. */
export const routerIdOf = (node: Pick<Node, 'features' | 'interfaces'>): string =>
  ospfOf(node)?.routerId ||
  (node.interfaces
    .flatMap(({ addresses }) => addresses)
    .find((one) => !one.includes(':'))
    ?.split('/')[0] ??
    '')
