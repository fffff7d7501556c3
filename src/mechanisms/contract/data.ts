import type { Node } from '../../model/topology.ts'

/** What every room may ask of a mechanism. */
export interface Data {
  /** Addresses that an interface may be given while the node runs. */
  readonly lends: (node: Node) => readonly LentAddress[]
}

/** No interface may have it, and it lies in the network of its LAN. */
export interface LentAddress {
  readonly interface: string
  /** With its prefix length. */
  readonly address: string
  /** Who gives it, for people: `virtual router LAN`. */
  readonly by: string
  /** As the noun called it in `place`. */
  readonly place: string
}
