import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { layDockerGround } from '../../src/agent/docker-ground.ts'
import { Executor } from '../../src/agent/inject/executor.ts'
import { interfacesOf } from '../../src/agent/inject/interfaces.ts'
import { Panel } from '../../src/agent/inject/panel.ts'
import { resolvePanel } from '../../src/agent/inject/resolve.ts'
import { Namespaces } from '../../src/agent/netns.ts'
import type { ContainerTools } from '../../src/model/containers.ts'
import { WIRE, type Operation } from '../../src/model/operation.ts'
import type { ContainerlabPlan } from '../../src/model/plan.ts'
import { toMs, type Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import { start } from '../../src/runtime/containerlab/index.ts'
import { Matrix, type Sent, type Station } from '../delivery/matrix.ts'

export interface Input {
  readonly tools: ContainerTools
  readonly plan: ContainerlabPlan
  readonly topology: Topology
  readonly stations: readonly Station[]
  readonly inject: readonly Operation[]
  /** What every protocol needs after the deployment, and after the injection. */
  readonly settleNs: Ns
}

/** Deploys a lab by containerlab, and asks its containers for the matrix: healthy, and with something broken. */
export default async function (input: Input): Promise<{ readonly healthy: Sent[]; readonly broken: Sent[] }> {
  const { plan, topology, stations, inject, settleNs } = input
  const { docker } = input.tools
  if (docker === null) throw new Error('a guest starts its own Docker daemon')
  const folder = '/run/backhoe/lab'
  mkdirSync(folder, { recursive: true })
  const { pids } = await start({
    plan,
    tools: layDockerGround(input.tools, docker.shim),
    folder,
    nodes: Object.fromEntries(topology.nodes.map(({ name }) => [name, plan.names[name] ?? name])),
    say: () => undefined,
    happened: () => undefined,
    silent: () => undefined,
  })
  const namespaces = new Namespaces()
  namespaces.adopt(WIRE, 'home')
  for (const [node, pid] of Object.entries(pids)) namespaces.adopt(node, pid)
  interfacesOf(namespaces).confine(WIRE)
  resolvePanel(namespaces, topology.cables, plan.cables, plan.lab)
  const rest = async (ns: Ns): Promise<void> => {
    await sleep(toMs(ns))
  }
  const matrix = new Matrix({ namespaces, topology, rest }, stations)
  const measured = async (): Promise<Sent[]> => {
    await rest(settleNs)
    await matrix.announce()
    return await matrix.measure()
  }
  const healthy = await measured()
  new Executor(namespaces, new Panel(namespaces, topology.cables), folder).apply(inject)
  return { healthy, broken: await measured() }
}
