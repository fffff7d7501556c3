import type { StateMatch } from '../../src/model/handle.ts'
import type { Problem } from '../../src/model/problem.ts'

/** A lab as plain data: what the generator draws, what the shrinker makes smaller, and what a lab file is written from. */
export interface LabSpec {
  readonly topology: TopologySpec
  readonly traffic: Readonly<Record<string, TrafficSpec>>
  readonly experiment: ExperimentSpec
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
export type Options = Readonly<Record<string, Json>>

export type TopologySpec = GeneratedSpec | ComposedSpec

/** A call of a generator of topologies/: `gatewayPair({ … })`. */
export interface GeneratedSpec {
  readonly generator: string
  readonly options: Options
}

/** Calls of the nouns of src/compose. */
export interface ComposedSpec {
  readonly nodes: readonly NodeSpec[]
  readonly links: readonly LinkSpec[]
}

export interface NodeSpec {
  readonly name: string
  readonly options: Options
  /** In order: `['bond', 'bond0', { … }]` is `h1.bond('bond0', { … })`. */
  readonly calls: readonly Call[]
}

export type Call = readonly [noun: string, ...args: Json[]]

/** `['h1:eth0', 'sw1:p1']`. */
export type LinkSpec = readonly [a: string, b: string]

export interface TrafficSpec {
  readonly traffic: 'flow' | 'tcp' | 'stream'
  readonly from: NodeRef
  readonly to: NodeRef
  readonly options: Options
}

/** A node by its name, or a handle of the generator: `site.serverAtA`. */
export type NodeRef = { readonly node: string } | { readonly path: Path }

/** `['group', [1], 'active', 'lan']` is `site.group(1).active.lan`. */
export type Path = readonly (string | readonly [string | number])[]

export interface ExperimentSpec {
  readonly fault: FaultSpec
  readonly drift?: FaultSpec
  readonly hold: string
  readonly recover?: string
  readonly settle?: string
  readonly gate?: 'naive'
  readonly rehearse?: true
  readonly targets: Readonly<Record<string, Options>>
}

export interface FaultSpec {
  readonly fault: string
  readonly on: TargetSpec
  readonly vlan?: number
  readonly options?: Options
}

export type TargetSpec =
  | CableRef
  | { readonly cables: readonly string[] }
  | { readonly node: string }
  | { readonly nodes: readonly string[] }
  | { readonly path: Path }
  | Selection

/** A cable that depends on who is active when the fault strikes. */
export interface Selection {
  readonly text: string
  readonly select: readonly (CableRef & { readonly when: StateMatch })[]
}

export interface CableRef {
  readonly cable: string
  /** The end that the fault is near: the second. Absent: the first. */
  readonly near?: 'b'
}

/** Trials of which the fuzzer runs those whose phases it wants; the number stands in the lab file. */
export const TRIALS = 40
export const EXPERIMENT = 'fuzz'

export const problemText = ({ code, what }: Problem): string => `${code}: ${what}`
