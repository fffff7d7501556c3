import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Data } from '../contract/data.ts'
import { neighboursOf, type Neighbour } from './data-links.ts'

export const OSPF_NEIGHBOUR = 'ospfNeighbour'

/** RFC 2328 10.1. */
export const NEIGHBOUR_STATES = ['Down', 'Attempt', 'Init', '2-Way', 'ExStart', 'Exchange', 'Loading', 'Full'] as const

/** What a neighbour is to a router, as its daemon reports it: `name` is the router's interface. */
export interface NeighbourState extends StateMatch {
  readonly watch: 'ospfNeighbour'
  readonly state: (typeof NEIGHBOUR_STATES)[number]
}

/** Full: both know the same. */
export interface NeighbourWait extends NamedWait {
  readonly wait: 'ospfNeighbour'
  readonly node: string
  readonly name: string
}

export type NeighbourWatch = { readonly ospfNeighbours?: readonly Neighbour[] }

export const watchedNeighbours = (watch: WatchPlan): readonly Neighbour[] =>
  (watch['ospfNeighbours'] ?? []) as readonly Neighbour[]

export const ospfData: Data = {
  states: {
    [OSPF_NEIGHBOUR]: {
      values: NEIGHBOUR_STATES,
      objects: ({ name: node }, topology) =>
        neighboursOf(topology).flatMap((one) => (one.node === node ? [one.name] : [])),
    },
  },
}
