import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Node } from '../../model/topology.ts'
import type { Data } from '../contract/data.ts'
import { isContained } from '../frr/data-own.ts'
import { ospfOf } from './data.ts'
import { neighboursOf, type Neighbour } from './data-links.ts'

export const OSPF_NEIGHBOUR = 'ospfNeighbour'

/** RFC 2328 10.1. */
export const NEIGHBOUR_STATES = ['Down', 'Attempt', 'Init', '2-Way', 'ExStart', 'Exchange', 'Loading', 'Full'] as const

/** What a neighbour is to a router, as its daemon reports it: `name` is the router's interface. */
export interface NeighbourState extends StateMatch {
  readonly watch: 'ospfNeighbour'
  readonly state: (typeof NEIGHBOUR_STATES)[number]
}

/** How often a router has calculated its routes since it was first watched: `'7'`. `name` is always `routes`. */
export interface SpfState extends StateMatch {
  readonly watch: 'ospfSpf'
}

/** Full: both know the same. */
export interface NeighbourWait extends NamedWait {
  readonly wait: 'ospfNeighbour'
  readonly node: string
  readonly name: string
}

/** A router whose calculations are watched. */
export interface WatchedSpf {
  readonly node: string
  readonly name: typeof SPF_NAME
}

export const SPF_NAME = 'routes'

/** Whether they are: of a container of the user's own it would take debugging, which its own log has then too. */
export const hasWatchedSpf = (node: Node): boolean => ospfOf(node) !== undefined && !isContained(node)

export type OspfWatch = {
  readonly ospfNeighbours?: readonly Neighbour[]
  readonly ospfSpf?: readonly WatchedSpf[]
}

export const watchedNeighbours = (watch: WatchPlan): readonly Neighbour[] =>
  (watch['ospfNeighbours'] ?? []) as readonly Neighbour[]

export const watchedSpf = (watch: WatchPlan): readonly WatchedSpf[] => (watch['ospfSpf'] ?? []) as readonly WatchedSpf[]

export const ospfData: Data = {
  states: {
    ospfSpf: { values: null, objects: (node) => (hasWatchedSpf(node) ? [SPF_NAME] : []) },
    [OSPF_NEIGHBOUR]: {
      values: NEIGHBOUR_STATES,
      objects: ({ name: node }, topology) =>
        neighboursOf(topology).flatMap((one) => (one.node === node ? [one.name] : [])),
    },
  },
}
