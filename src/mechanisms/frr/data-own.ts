import { seconds, type Ns } from '../../model/time.ts'

/** In a node's folder: one file of the user's own for all daemons of FRR. */
export const FRR_CONF = 'frr.conf'

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
