import type { Topology } from '../model/topology.ts'
import { vrrpClaims } from './vrrp-claims.ts'
import { Wiring, type WiringOptions } from './wiring.ts'

/** The wiring of a topology, with the claims of all its mechanisms. */
export const wiringOf = (topology: Topology, options?: WiringOptions): Wiring =>
  new Wiring(topology, vrrpClaims(topology), options)
