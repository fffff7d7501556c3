import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { panelEnd, WIRE } from '../../src/model/operation.ts'
import type { StreamRecord } from '../../src/model/journal.ts'
import type { Ns } from '../../src/model/time.ts'
import { Probes } from '../../src/agent/observe/probes.ts'
import { A, B, flowBetween, pair } from '../agent/observe/pair.ts'
import { Stand } from '../agent/observe/stand.ts'

/** An outage that a shell made: the instants before and after each of its two commands, by its own clock. */
export interface Planted {
  readonly cutNs: readonly [Ns, Ns]
  readonly healedNs: readonly [Ns, Ns]
}

export interface Observed {
  readonly planted: readonly Planted[]
  readonly records: readonly StreamRecord[]
}

/** Drops what a sends for so long each time; nothing of the agent is in it, neither its clock nor its netlink. */
const FILTER = `dev ${panelEnd(0, 'a').name} ingress pref 1`
const SHELL = `
for length in "$@"; do
  sleep 2
  date +%s%N; tc filter add ${FILTER} protocol all matchall action drop; date +%s%N
  sleep "$length"
  date +%s%N; tc filter del ${FILTER}; date +%s%N
done
sleep 2
`

export default async function (lengthsSeconds: readonly number[]): Promise<Observed> {
  const stand = new Stand(pair())
  const { namespaces, clock } = stand
  // A neighbour that is asked for in vain holds packets back, and hands them over when the outage is over.
  const macOf = (name: string): string =>
    stand.topology.nodes.find((node) => node.name === name)?.interfaces[0]?.mac ?? ''
  for (const [from, to] of [
    [A, B],
    [B, A],
  ] as const) {
    const entry = ['neigh', 'replace', to.address, 'lladdr', macOf(to.node), 'dev', 'eth0', 'nud', 'permanent']
    namespaces.within(from.node, () => spawnSync('ip', entry))
  }
  const probes = await Probes.start({ namespaces, clock, flows: [flowBetween('flow', 1000, 1, 20_000)] })
  await stand.rest(500e6)
  const shell = namespaces.within(WIRE, () =>
    spawn('sh', ['-c', SHELL, 'sh', ...lengthsSeconds.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] }),
  )
  let text = ''
  shell.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(shell, 'close')
  const stamps = text
    .trim()
    .split('\n')
    .map((line) => Number(BigInt(line) - clock.epochSeconds * 1_000_000_000n))
  const planted = lengthsSeconds.map((_, index): Planted => {
    const [before = 0, cut = 0, late = 0, healed = 0] = stamps.slice(index * 4)
    return { cutNs: [before, cut], healedNs: [late, healed] }
  })
  return { planted, records: await probes.stop() }
}
