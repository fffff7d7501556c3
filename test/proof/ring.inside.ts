import type { Topology } from '../../src/model/topology.ts'
import { Stand } from '../observe/stand.ts'
import { Matrix } from '../delivery/matrix.ts'
import { stationsOf } from '../delivery/stations.ts'

/** Every station sends a broadcast, which is given its time to arrive. */
export default async function (topology: Topology): Promise<void> {
  const stand = new Stand(topology)
  await stand.watch()
  const { namespaces } = stand
  await new Matrix({ namespaces, topology, rest: (ns) => stand.rest(ns) }, stationsOf(topology)).announce()
}
