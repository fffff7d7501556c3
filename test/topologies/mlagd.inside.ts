import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { kill } from 'node:process'
import type { Operation } from '../../src/model/operation.ts'
import { ms, seconds, type Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { Stand } from '../observe/stand.ts'
import { Matrix, type Sent, type Station } from '../delivery/matrix.ts'

/** What is done to a pair, one after the other. */
export type Step =
  | { readonly do: 'apply'; readonly operations: readonly Operation[] }
  | { readonly do: 'rest'; readonly ns: Ns }
  /** The agent itself, not who respawns it. */
  | { readonly do: 'kill-agent'; readonly node: string }
  /** To an agent's port, from somebody who is none. */
  | { readonly do: 'tell'; readonly from: string; readonly to: string; readonly texts: readonly string[] }
  /** What the agents have flushed is learned anew. */
  | { readonly do: 'announce' }
  | { readonly do: 'measure'; readonly name: string }
  | { readonly do: 'look'; readonly name: string }

export interface Input {
  readonly topology: Topology
  readonly stations: readonly Station[]
  readonly steps: readonly Step[]
}

export interface Seen {
  readonly name: string
  readonly sent: readonly Sent[]
  /** What the agents say, by switch. */
  readonly states: Readonly<Record<string, string>>
  /** Processor time that the agents have used, by switch: proc(5), utime and stime. */
  readonly busyMs: Readonly<Record<string, number>>
}

const TELL =
  'use Socket; my $to = pack_sockaddr_in(6500, inet_aton(shift)); socket(my $s, PF_INET, SOCK_DGRAM, 0); send $s, $_, 0, $to for @ARGV'

export default async function ({ topology, stations, steps }: Input): Promise<{ seen: Seen[]; logs: string[] }> {
  const stand = new Stand(topology)
  await stand.watch()
  await stand.rest(seconds(1))
  const { namespaces } = stand
  const matrix = new Matrix({ namespaces, topology, rest: (ns) => stand.rest(ns) }, stations)
  await matrix.announce()
  const switches = topology.nodes.filter(({ mlag }) => mlag !== undefined).map(({ name }) => name)
  const read = (node: string, file: string): string => readFileSync(`/tmp/nodes/${node}/${file}`, 'utf8')
  const states = (): Record<string, string> =>
    Object.fromEntries(switches.map((node) => [node, read(node, 'mlagd.state')]))
  const busyMs = (): Record<string, number> => Object.fromEntries(switches.map((node) => [node, busyMsOf(node)]))
  const seen: Seen[] = []
  for (const step of steps) {
    if (step.do === 'apply') stand.executor.apply(step.operations)
    else if (step.do === 'rest') await stand.rest(step.ns)
    else if (step.do === 'kill-agent') killAgent(step.node)
    else if (step.do === 'tell')
      namespaces.within(step.from, () => spawnSync('perl', ['-e', TELL, step.to, ...step.texts]))
    else if (step.do === 'announce') await matrix.announce()
    else {
      const sent = step.do === 'look' ? [] : await matrix.measure()
      seen.push({ name: step.name, sent, states: states(), busyMs: busyMs() })
    }
    await stand.rest(ms(1))
  }
  return { seen, logs: switches.map((node) => read(node, 'mlagd.log')) }
}

/** Of a process that may be over by now. */
function commandOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
  } catch {
    return []
  }
}

function killAgent(node: string): void {
  for (const pid of agentsOf(node)) kill(Number(pid), 'SIGKILL')
}

function agentsOf(node: string): string[] {
  return readdirSync('/proc').filter((name) => {
    const words = /^\d+$/.test(name) ? commandOf(name) : []
    return words[0] === 'perl' && words[1]?.includes(`/${node}/`) === true
  })
}

const TICK_MS = 10

function busyMsOf(node: string): number {
  const ticks = agentsOf(node).flatMap((pid) =>
    readFileSync(`/proc/${pid}/stat`, 'latin1').split(' ').slice(13, 15).map(Number),
  )
  return ticks.reduce((sum, one) => sum + one, 0) * TICK_MS
}
