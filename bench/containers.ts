import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileTail } from '../src/kernel/tail.ts'
import { compose } from '../src/compose/index.ts'
import type { JournalEvent } from '../src/model/journal.ts'
import { NODE_IMAGE } from '../src/model/node-image.ts'
import type { Topology } from '../src/model/topology.ts'
import { containerlabPlan, containerlabWiring } from '../src/plan/containerlab.ts'
import { findContainerlab } from '../src/runtime/containerlab/binary.ts'
import { findDocker } from '../src/runtime/containerlab/docker.ts'
import { sourceOf } from '../src/runtime/image/source.ts'
import { inside } from '../test/guest/inside.ts'
import type * as entry from './containers.inside.ts'

const BIN = join(import.meta.dirname, '../bin/backhoe.js')
const LOOK_MS = 2
const MEMORY_MB = 6144
const PATIENCE_MS = 600_000

/** Wall seconds in which the agent finds the namespaces of so many running containers, and every cable's middle. */
export async function agentWiredSeconds(nodes: number): Promise<number> {
  const topology = ring(nodes)
  const plan = containerlabPlan(topology, topology.name, 'deploy')
  const images = { [NODE_IMAGE.reference]: (await sourceOf(NODE_IMAGE.reference)).image }
  const { cables } = topology
  const input: Parameters<typeof entry.default>[0] = {
    tools: { containerlab: findContainerlab().path, docker: findDocker(), images },
    plan,
    nodes: topology.nodes.map(({ name }) => name),
    cables,
    build: containerlabWiring(topology, plan).build,
  }
  const url = new URL('containers.inside.ts', import.meta.url)
  using guest = await inside<typeof entry>(url, input, { memoryMb: MEMORY_MB, timeoutMs: PATIENCE_MS })
  const at = (name: string): number => statSync(join(guest.out, name)).mtimeMs
  return (at('after') - at('before')) / 1000
}

function ring(count: number): Topology {
  const net = compose('ring')
  const nodes = Array.from({ length: count }, (_, number) => net.node(`n${String(number)}`, { role: 'host' }))
  for (const [number, node] of nodes.entries()) {
    const next = nodes[(number + 1) % count]
    if (next !== undefined) net.link(node.port('right'), next.port('left'))
  }
  return net.build()
}

/** Of `backhoe run --runtime containerlab`, one trial: wall seconds without containerlab's deploy and the lab's own. */
export async function ownShareSeconds(lab: string, experiment: string): Promise<number> {
  const out = mkdtempSync(join(tmpdir(), 'backhoe-bench-'))
  const where = ['--runtime', 'containerlab', '--kernel', 'virtual', '--out', out]
  const args = [BIN, 'run', lab, ...where, '--seed', '1', '--only', experiment, '--trial', '0', '--json']
  const seen = new Map<string, number>()
  try {
    const started = performance.now()
    const command = spawn(process.execPath, args, { stdio: 'ignore' })
    let tail: FileTail | null = null
    const timer = setInterval(() => {
      tail ??= journalIn(out)
      for (const line of tail?.read().lines ?? []) {
        const event = JSON.parse(line) as JournalEvent
        seen.set(event.ev === 'step' ? event.step : event.ev, performance.now())
      }
    }, LOOK_MS)
    await once(command, 'close')
    const ended = performance.now()
    clearInterval(timer)
    const between = (from: string, to: string): number => (seen.get(to) ?? NaN) - (seen.get(from) ?? NaN)
    return (ended - started - between('deploy', 'build') - between('settle', 'end')) / 1000
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Of the one trial, once it has begun. */
function journalIn(out: string): FileTail | null {
  const found = readdirSync(out, { encoding: 'utf8', recursive: true }).find((path) =>
    /trials\/[^/]+\/journal\.ndjson$/.test(path),
  )
  return found === undefined ? null : new FileTail(join(out, found))
}
