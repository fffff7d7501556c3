import type { Operation } from '../../src/model/operation.ts'
import type { Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { Matrix, type Circling, type Sent, type Station } from '../delivery/matrix.ts'
import { Stand } from '../agent/observe/stand.ts'

export interface Input {
  readonly topology: Topology
  readonly stations: readonly Station[]
  readonly cases: readonly {
    readonly name: string
    readonly inject: readonly Operation[]
    readonly heal: readonly Operation[]
  }[]
  /** From the injection until the tree has reacted, and nothing is flushed any more. */
  readonly reactsNs: Ns
  readonly watchNs: Ns
  readonly everyNs: Ns
}

export interface Measured {
  readonly healthy: Sent[]
  readonly cases: readonly {
    readonly name: string
    /** Broadcasts since the injection, and since the healing. */
    readonly broken: Circling[]
    readonly healed: Circling[]
    /** Once the tree has reacted. */
    readonly sent: Sent[]
  }[]
}

export default async function ({ topology, stations, cases, reactsNs, watchNs, everyNs }: Input): Promise<Measured> {
  const stand = new Stand(topology)
  const watcher = await stand.watch()
  const matrix = new Matrix({ namespaces: stand.namespaces, topology, rest: (ns) => stand.rest(ns) }, stations)
  await matrix.announce()
  const healthy = await matrix.measure()
  const results: Measured['cases'][number][] = []
  for (const { name, inject, heal } of cases) {
    stand.executor.apply(inject)
    const broken = await matrix.circling(watchNs, everyNs)
    await stand.rest(reactsNs - watchNs)
    await matrix.announce()
    const sent = await matrix.measure()
    stand.executor.apply(heal)
    const healed = await matrix.circling(watchNs, everyNs)
    for (const { wait, deadlineNs } of stand.wiring.settle) await watcher.waitFor(wait, stand.clock.now() + deadlineNs)
    results.push({ name, broken, healed, sent })
  }
  return { healthy, cases: results }
}
