import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'
import { Executor } from '../../src/agent/inject/executor.ts'
import { interfacesOf } from '../../src/agent/inject/interfaces.ts'
import { Panel } from '../../src/agent/inject/panel.ts'
import { resolvePanel } from '../../src/agent/inject/resolve.ts'
import { Namespaces } from '../../src/agent/netns.ts'
import { WIRE } from '../../src/model/operation.ts'
import type { ContainerlabPlan } from '../../src/model/plan.ts'
import { seconds, toMs, type Ns } from '../../src/model/time.ts'
import { removeContainers, runningNodes } from '../../src/runtime/containerlab/containers.ts'
import { deploy } from '../../src/runtime/containerlab/deploy.ts'
import { aroundACut, type AroundACut, type Cut } from '../delivery/around-a-cut.ts'
import { Matrix } from '../delivery/matrix.ts'
import { layGround, type GroundInput } from './ground.ts'
import { WORK } from './work.ts'

export interface Input {
  readonly ground: GroundInput
  readonly labs: readonly (Cut & { readonly plan: ContainerlabPlan })[]
}

/** Daemons have only just been started when a lab is deployed. */
const START: Ns = seconds(8)

const rest = async (ns: Ns): Promise<void> => {
  await sleep(toMs(ns))
}

/** Deploys one lab after the other by containerlab, and asks its containers for their matrices around a cut. */
export default async function ({ ground, labs }: Input): Promise<AroundACut[]> {
  const env = await layGround(ground)
  const measured: AroundACut[] = []
  for (const lab of labs) measured.push(await measure(lab, env))
  return measured
}

async function measure(lab: Input['labs'][number], env: NodeJS.ProcessEnv): Promise<AroundACut> {
  const { plan, topology, stations, travelNs } = lab
  const docker = new Docker({ socketPath: '/run/docker.sock' })
  const folder = `${WORK}/${plan.lab}`
  mkdirSync(folder)
  await deploy([String(env['CLAB'])], plan, folder, env, () => undefined)
  const nodes = Object.fromEntries(topology.nodes.map(({ name }) => [name, plan.names[name] ?? name]))
  const namespaces = new Namespaces()
  namespaces.adopt(WIRE, 'home')
  for (const [node, { pid }] of Object.entries(await runningNodes(docker, plan.lab, nodes))) namespaces.adopt(node, pid)
  interfacesOf(namespaces).confine(WIRE)
  resolvePanel(namespaces, topology.cables, plan.cables, plan.lab)
  await rest(START)
  const matrix = new Matrix({ namespaces, topology, rest, travelNs }, stations)
  const executor = new Executor(namespaces, new Panel(namespaces, topology.cables), folder)
  const measured = await aroundACut(lab, matrix, executor, rest)
  matrix.close()
  await removeContainers(docker, plan.lab)
  return measured
}
