import type { Node, Topology } from '../../model/topology.ts'

/** What every room may ask of a mechanism. */
export interface Data {
  /** Kinds of states that it records, by name. */
  readonly states: Readonly<Record<string, StateKind>>
  /** Addresses that an interface may be given while the node runs. Default: none. */
  readonly lends?: (node: Node) => readonly LentAddress[]
}

export interface StateKind {
  /** Null: any, such as the names of a bond's members. */
  readonly values: readonly string[] | null
  /** Names of what has such a state in a node. */
  readonly objects: (node: Node, topology: Topology) => readonly string[]
}

/** No interface may have it, and it lies in the network of its LAN. */
export interface LentAddress {
  readonly interface: string
  /** With its prefix length. */
  readonly address: string
  /** Of several nodes that may have it the one with the highest has it while all is well. */
  readonly priority: number
  /** Who gives it, for people: `virtual router LAN`. */
  readonly by: string
  /** As the noun called it in `place`. */
  readonly place: string
}

export const interfacesOf = ({ interfaces }: Node): readonly string[] => interfaces.map(({ name }) => name)
