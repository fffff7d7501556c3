import type { Topology } from '../model/topology.ts'
import { THEORIES } from '../mechanisms/all/theory.ts'
import { Wiring, type WiringOptions } from './wiring.ts'

/** The wiring of a topology, with what all mechanisms add to it. */
export function wiringOf(topology: Topology, options?: WiringOptions): Wiring {
  const claims = THEORIES.flatMap((mechanism) => mechanism.claims?.(topology) ?? [])
  const routes = THEORIES.flatMap((mechanism) => mechanism.routes?.(topology) ?? [])
  const horizons = THEORIES.flatMap((mechanism) => mechanism.horizons?.(topology) ?? [])
  const learnsLateNs = Math.max(...THEORIES.map((mechanism) => mechanism.learnsLateNs?.(topology) ?? 0))
  return new Wiring(topology, { claims, routes, horizons, learnsLateNs }, options)
}
