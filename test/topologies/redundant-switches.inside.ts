import type { Operation } from '../../src/model/operation.ts'
import type { Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { Matrix, type Sent, type Station } from '../delivery/matrix.ts'
import { Stand } from '../agent/observe/stand.ts'

export interface Input {
  readonly topology: Topology
  readonly stations: readonly Station[]
  readonly cases: readonly {
    readonly name: string
    readonly inject: readonly Operation[]
    readonly heal: readonly Operation[]
  }[]
  /** How long a tree needs to grow again. */
  readonly convergenceNs: Ns
}

export interface Measured {
  readonly name: string
  readonly sent: Sent[]
}

/** The matrix of a healthy tree; of each case again and again while it grows anew, and then once more. */
export default async function ({ topology, stations, cases, convergenceNs }: Input): Promise<Measured[]> {
  const stand = new Stand(topology)
  const watcher = await stand.watch()
  const matrix = new Matrix({ namespaces: stand.namespaces, topology, rest: (ns) => stand.rest(ns) }, stations)
  const results: Measured[] = []
  const changing = async (name: string): Promise<void> => {
    const endNs = stand.clock.now() + convergenceNs
    while (stand.clock.now() < endNs) {
      results.push({ name, sent: await matrix.measure() })
      await stand.rest(1e9)
    }
  }
  await matrix.announce()
  results.push({ name: 'healthy', sent: await matrix.measure() })
  for (const { name, inject, heal } of cases) {
    stand.executor.apply(inject)
    await changing(`${name}, changing`)
    await matrix.announce()
    results.push({ name, sent: await matrix.measure() })
    stand.executor.apply(heal)
    await changing(`${name}, healing`)
    for (const { wait, deadlineNs } of stand.wiring.settle) await watcher.waitFor(wait, stand.clock.now() + deadlineNs)
    await matrix.announce()
  }
  results.push({ name: 'healthy again', sent: await matrix.measure() })
  return results
}
