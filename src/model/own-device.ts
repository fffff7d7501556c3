import type { BondConfig } from './bond.ts'
import type { SpanningTree } from './topology.ts'

interface Common {
  /** The kernel's name of it. */
  readonly name: string
  /** `host/netplan.yaml:4:5`. */
  readonly where: string
  /** `10.0.0.1/24`. */
  readonly addresses: readonly string[]
  /** Absent: the kernel's. */
  readonly mtu?: number
}

/** An interface as a configuration file of the user's own has it. */
export type OwnDevice = Common &
  (
    | { readonly kind: 'port' | 'loopback' }
    /** Its legs in the order in which they are enslaved. */
    | { readonly kind: 'bond'; readonly bond: BondConfig; readonly members: readonly string[] }
    | { readonly kind: 'bridge'; readonly stp?: SpanningTree; readonly members: readonly string[] }
    | { readonly kind: 'vlan'; readonly parent: string; readonly vlan: number }
  )
