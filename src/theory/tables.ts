import type { Endpoint } from '../model/topology.ts'

/** Where stations are learned: a bridge that filters VLANs learns in each of them by itself. */
export interface LearningDomain {
  readonly bridge: Endpoint
  /** null: the bridge does not filter. */
  readonly vlan: number | null
}

/** What bridges know of stations. */
export interface Tables {
  /** The port at which the station was learned; null: unknown there. */
  portOf(place: LearningDomain, station: Endpoint): string | null
}
