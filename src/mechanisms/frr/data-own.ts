import { seconds, type Ns } from '../../model/time.ts'
import type { Node } from '../../model/topology.ts'

/** In a node's folder: one file of the user's own for all daemons of FRR. */
export const FRR_CONF = 'frr.conf'

/** The same of a container of the user's own, where all daemons read it and write one log. */
export const CONTAINED_CONF = 'contained/frr.conf'

export const isContained = ({ files }: Pick<Node, 'files'>): boolean => CONTAINED_CONF in files

/** Below the node's folder: where all daemons of a container write what is watched of them. Elsewhere each has a log of its own. */
export const CONTAINED_LOG = 'frr.log'

export const containedLog = (node: Pick<Node, 'files'> | undefined): { readonly log?: string } =>
  node !== undefined && isContained(node) ? { log: CONTAINED_LOG } : {}

/** Blocks of such a file that do nothing without their daemon. */
export const DAEMON_OF: readonly { readonly of: RegExp; readonly daemon: string }[] = [
  { of: /^router ospf( |$)/, daemon: 'ospfd' },
  { of: /^router bgp /, daemon: 'bgpd' },
  { of: /^bfd$/, daemon: 'bfdd' },
]

/** What a mechanism has read in such a file. */
export interface OwnLines {
  /** Those that its daemon reads, as they stand there. */
  readonly lines: readonly string[]
}

/** What `frr defaults` decides of BGP (bgpd/bgp_vty.c, FRR_CFG_DEFAULT). */
export interface FrrDefaults {
  readonly keepaliveNs: Ns
  readonly holdNs: Ns
  readonly connectNs: Ns
  readonly requiresPolicy: boolean
}

export const FRR_DEFAULTS: Readonly<Record<'traditional' | 'datacenter', FrrDefaults>> = {
  traditional: { keepaliveNs: seconds(60), holdNs: seconds(180), connectNs: seconds(120), requiresPolicy: true },
  datacenter: { keepaliveNs: seconds(3), holdNs: seconds(9), connectNs: seconds(10), requiresPolicy: false },
}
