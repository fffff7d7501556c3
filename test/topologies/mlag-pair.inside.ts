import { readFileSync } from 'node:fs'
import type { Operation } from '../../src/model/operation.ts'
import { seconds, type Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { Matrix, type Sent, type Station } from '../delivery/matrix.ts'
import { Stand } from '../agent/observe/stand.ts'

export interface Case {
  readonly name: string
  readonly inject: readonly Operation[]
  readonly heal: readonly Operation[]
  readonly restNs: Ns
}

export interface Input {
  readonly topology: Topology
  readonly stations: readonly Station[]
  readonly cases: readonly Case[]
}

/** The matrix of a healthy pair, and then of each case; between them all heals. */
export default async function ({ topology, stations, cases }: Input): Promise<{ name: string; sent: Sent[] }[]> {
  const stand = new Stand(topology)
  const watcher = await stand.watch()
  const switches = topology.nodes.filter(({ mlag }) => mlag !== undefined).map(({ name }) => name)
  const state = (node: string): string => readFileSync(`/tmp/nodes/${node}/mlagd.state`, 'utf8')
  const healthy = (node: string): boolean =>
    state(node)
      .split('\n')
      .filter((line) => line.startsWith('leg'))
      .every((line) => line.endsWith('up, gate open, split horizon on, partner up'))
  const settle = async (): Promise<void> => {
    for (let waited = 0; !switches.every(healthy); waited += 1) {
      if (waited > 60) throw new Error(switches.map((node) => `${node}\n${state(node)}\n${log(node)}`).join('\n'))
      await stand.rest(seconds(1))
    }
    for (const { wait, deadlineNs } of stand.wiring.settle) await watcher.waitFor(wait, stand.clock.now() + deadlineNs)
  }
  const log = (node: string): string => readFileSync(`/tmp/nodes/${node}/mlagd.log`, 'utf8')

  await settle()
  const matrix = new Matrix({ namespaces: stand.namespaces, topology, rest: (ns) => stand.rest(ns) }, stations)
  await matrix.announce()
  const results = [{ name: 'healthy', sent: await matrix.measure() }]
  for (const { name, inject, heal, restNs } of cases) {
    stand.executor.apply(inject)
    await stand.rest(restNs)
    results.push({ name, sent: await matrix.measure() })
    stand.executor.apply(heal)
    await stand.rest(seconds(1))
    await settle()
    await matrix.announce()
  }
  results.push({ name: 'healthy again', sent: await matrix.measure() })
  return results
}
