import { readFileSync } from 'node:fs'
import { seconds, type Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import type { Failure } from '../delivery/failure.ts'
import { Matrix, type Circling, type Sent, type Station } from '../delivery/matrix.ts'
import { reachOf } from '../delivery/reach.ts'
import { Stand } from '../observe/stand.ts'

export interface Input {
  readonly topology: Topology
  readonly stations: readonly Station[]
  readonly failures: readonly Failure[]
  readonly breaking: Change
  readonly healing: Change
  /** Whoever was known before is known at once: nobody says where he is. */
  readonly remembers: boolean
}

/** How a network is watched while it changes. */
export interface Change {
  /** Until nothing changes any more. */
  readonly forNs: Ns
  /** Of that, how long broadcasts are sent, and how far apart. */
  readonly watchNs: Ns
  readonly everyNs: Ns
}

export interface Measured {
  readonly name: string
  readonly sent: Sent[]
  /** What became of broadcasts since the injection, and since the healing. */
  readonly breaking: Circling[]
  readonly healing: Circling[]
}

/** The matrix of a healthy network, with each failure, and healthy again; and whether anything goes round in between. */
export default async function (input: Input): Promise<Measured[]> {
  const { topology, stations, failures, remembers } = input
  const stand = new Stand(topology)
  const watcher = await stand.watch()
  const agents = topology.nodes.filter(({ mlag }) => mlag !== undefined).map(({ name }) => name)
  const settle = async (): Promise<void> => {
    for (let waited = 0; !agents.every(isWhole); waited += 1) {
      if (waited > 60)
        throw new Error(agents.map((node) => `${node}\n${read(node, 'state')}${read(node, 'log')}`).join())
      await stand.rest(seconds(1))
    }
    for (const { wait, deadlineNs } of stand.wiring.settle) await watcher.waitFor(wait, stand.clock.now() + deadlineNs)
  }
  await settle()
  const matrix = new Matrix({ namespaces: stand.namespaces, topology, rest: (ns) => stand.rest(ns) }, stations)
  await matrix.announce()
  const reach = reachOf(topology, stations, [])
  const measure = (): Promise<Sent[]> => matrix.measure((from, to) => reach(from, to) !== 'none')
  const during = async ({ forNs, watchNs, everyNs }: Change): Promise<Circling[]> => {
    const circling = await matrix.circling(watchNs, everyNs)
    await stand.rest(forNs - watchNs)
    return circling
  }
  const results: Measured[] = [{ name: 'healthy', sent: await measure(), breaking: [], healing: [] }]
  for (const { name, inject, heal } of failures) {
    stand.executor.apply(inject)
    const breaking = await during(input.breaking)
    if (!remembers) await matrix.announce()
    const sent = await measure()
    stand.executor.apply(heal)
    results.push({ name, sent, breaking, healing: await during(input.healing) })
    await settle()
    await matrix.announce()
  }
  results.push({ name: 'healthy again', sent: await measure(), breaking: [], healing: [] })
  return results
}

const read = (node: string, what: 'state' | 'log'): string => readFileSync(`/tmp/nodes/${node}/mlagd.${what}`, 'utf8')

const isWhole = (node: string): boolean =>
  read(node, 'state')
    .split('\n')
    .filter((line) => line.startsWith('leg'))
    .every((line) => line.endsWith('up, gate open, split horizon on, partner up'))
