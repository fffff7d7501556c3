import type { KindClass } from './kinds.ts'

/** A topology file, read: what containerlab would make of it, as data. */
export interface ClabFile {
  /** Absolute. */
  readonly file: string
  /** containerlab's name of the lab. */
  readonly lab: string
  readonly nodes: readonly ClabNode[]
  readonly links: readonly ClabLink[]
}

/** One node with what it inherits: its own, then its group's, its kind's, the defaults. */
export interface ClabNode {
  readonly name: string
  readonly kind: string
  readonly kindClass: KindClass
  /** It says which cards and modules it has, and its ports count from them. */
  readonly hasComponents: boolean
  readonly image: string | null
  readonly group: string | null
  readonly networkMode: string | null
  /** Paths on the host that it is given, magic variables replaced; relative to the file's folder. */
  readonly binds: readonly string[]
  readonly startupConfig: string | null
  /** What it is told once its cables are there. */
  readonly exec: readonly Said[]
  readonly entrypoint: string | null
  readonly cmd: string | null
  readonly sysctls: Readonly<Record<string, string>>
  /** Whether it has `stages`, which run further commands during the deployment. */
  readonly hasStages: boolean
  /** `config.vars`, where `generate` keeps what it knows. */
  readonly vars: Vars
  readonly where: string
}

/** A text of the file, and where it stands. */
export interface Said {
  readonly text: string
  readonly where: string
}

export type Vars = Readonly<Record<string, unknown>>

export const LINK_TYPES = [
  'veth',
  'veth-stitch',
  'host',
  'mgmt-net',
  'macvlan',
  'vxlan',
  'vxlan-stitch',
  'dummy',
] as const
export type LinkType = (typeof LINK_TYPES)[number]

export interface ClabLink {
  /** Its place in the file's list. */
  readonly index: number
  readonly type: LinkType
  /** Written as `endpoints: [a:eth1, b:eth1]`. */
  readonly brief: boolean
  /** Ends in nodes of the file: two, or one where the other is not a node. */
  readonly ends: readonly ClabEnd[]
  /** What is at the other end where that is no node: `host port-5`, `vxlan to 10.0.0.9`. */
  readonly beyond: string | null
  /** The other end's device, where it lies on the host. */
  readonly hostInterface: string | null
  /** Of the file; null: containerlab's own. */
  readonly mtu: number | null
  readonly vars: Vars
  readonly where: string
}

export interface ClabEnd {
  readonly node: string
  readonly interface: string
  readonly mac: string | null
  readonly vars: Vars
  readonly where: string
}
