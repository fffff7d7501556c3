import { mkdirSync, writeFileSync } from 'node:fs'
import Docker from 'dockerode'
import { layDockerGround } from '../src/agent/docker-ground.ts'
import { Executor } from '../src/inject/executor.ts'
import { Panel } from '../src/inject/panel.ts'
import { resolvePanel } from '../src/inject/resolve.ts'
import { interfacesOf } from '../src/inject/interfaces.ts'
import { Namespaces } from '../src/linux/netns.ts'
import type { ContainerTools } from '../src/model/containers.ts'
import { WIRE, type Operation } from '../src/model/operation.ts'
import type { ContainerlabPlan } from '../src/model/plan.ts'
import type { Cable } from '../src/model/topology.ts'
import { start } from '../src/runtime/containerlab/index.ts'

export interface ContainersInput {
  readonly tools: ContainerTools
  readonly plan: ContainerlabPlan
  readonly nodes: readonly string[]
  readonly cables: readonly Cable[]
  readonly build: readonly Operation[]
}

/** Deploys a lab, then wires the agent to its containers as to any that run already. */
export default async function (input: ContainersInput): Promise<void> {
  const { plan, cables, build } = input
  const { docker } = input.tools
  if (docker === null) throw new Error('a guest starts its own Docker daemon')
  const tools = layDockerGround(input.tools, docker, [])
  const folder = '/run/backhoe/lab'
  mkdirSync(folder, { recursive: true })
  const request = {
    tools,
    folder,
    nodes: Object.fromEntries(input.nodes.map((node) => [node, node])),
    say: () => undefined,
    happened: () => undefined,
    silent: () => undefined,
  }
  await start({ ...request, plan })
  await new Docker({ socketPath: '/run/docker.sock' }).ping()
  // The machine stamps its files by its own clock.
  writeFileSync('/media/out/before', '')
  const { pids } = await start({ ...request, plan: { ...plan, mode: 'attach' } })
  const namespaces = new Namespaces()
  namespaces.adopt(WIRE, 'home')
  for (const [node, pid] of Object.entries(pids)) namespaces.adopt(node, pid)
  interfacesOf(namespaces).confine(WIRE)
  resolvePanel(namespaces, cables, plan.cables, plan.lab)
  new Executor(namespaces, new Panel(namespaces, cables), folder).apply(build)
  writeFileSync('/media/out/after', '')
}
