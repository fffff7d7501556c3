import type { Topology } from '../model/topology.ts'
import { THEORIES } from '../mechanisms/all/theory.ts'
import { Wiring, type WiringOptions } from './wiring.ts'

/** The wiring of a topology, with the claims and the routes of all mechanisms. */
export function wiringOf(topology: Topology, options?: WiringOptions): Wiring {
  const claims = THEORIES.flatMap((mechanism) => mechanism.claims?.(topology) ?? [])
  const routes = THEORIES.flatMap((mechanism) => mechanism.routes?.(topology) ?? [])
  return new Wiring(topology, { claims, routes }, options)
}
