import type { Operation } from '../../src/model/operation.ts'
import type { Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { Matrix, type Circling, type Station } from '../delivery/matrix.ts'
import { Stand } from '../observe/stand.ts'

export interface Input {
  readonly topology: Topology
  readonly stations: readonly Station[]
  /** Applied first: without it a loop takes no time, and would never end. */
  readonly slow: readonly Operation[]
  readonly cases: readonly { readonly inject: readonly Operation[]; readonly heal: readonly Operation[] }[]
  /** From the injection until the tree has reacted; from the healing until it is as before. */
  readonly reactsNs: Ns
  readonly watchNs: Ns
  readonly everyNs: Ns
}

/** What went round while the cable was silent, after the tree had reacted, and then since the healing. */
export interface Measured {
  readonly silent: Circling[]
  readonly healed: Circling[]
}

export default async function (input: Input): Promise<Measured[]> {
  const { topology, stations, slow, cases, reactsNs, watchNs, everyNs } = input
  const stand = new Stand(topology)
  await stand.watch()
  stand.executor.apply(slow)
  const matrix = new Matrix({ namespaces: stand.namespaces, topology, rest: (ns) => stand.rest(ns) }, stations)
  const results: Measured[] = []
  for (const { inject, heal } of cases) {
    await matrix.announce()
    stand.executor.apply(inject)
    await stand.rest(reactsNs)
    const silent = await matrix.circling(4 * everyNs, everyNs)
    stand.executor.apply(heal)
    results.push({ silent, healed: await matrix.circling(watchNs, everyNs) })
    await stand.rest(reactsNs)
  }
  return results
}
