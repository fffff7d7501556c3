import type { Endpoint } from './topology.ts'

/** One end of a veth as containerlab leaves it. */
export interface VethEnd {
  readonly name: string
  /** null: the kernel's to choose. */
  readonly mac: string | null
  readonly mtu: number
  /** In the order in which it got them. */
  readonly altNames: readonly string[]
  /** Absent: the kernel's to choose. */
  readonly index?: number
}

/** One of a cable's two veth pairs: the node's own end, and the one on the host's side. */
export interface Half {
  readonly at: Endpoint
  readonly port: VethEnd
  readonly middle: VethEnd
}

/** A cable between containers that has a middle, and how it was made: what it takes to make it again. */
export interface Stitch {
  readonly cable: string
  readonly halves: readonly [Half, Half]
  /** What the redirects lie in. */
  readonly qdisc: 'ingress' | 'clsact'
}
