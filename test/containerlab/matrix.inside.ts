import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'
import { Executor } from '../../src/inject/executor.ts'
import { interfacesOf } from '../../src/inject/interfaces.ts'
import { Panel } from '../../src/inject/panel.ts'
import { resolvePanel } from '../../src/inject/resolve.ts'
import { Namespaces } from '../../src/linux/netns.ts'
import { WIRE } from '../../src/model/operation.ts'
import type { ContainerlabPlan } from '../../src/model/plan.ts'
import { endpointText } from '../../src/model/topology.ts'
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

export interface Measured extends AroundACut {
  /** Ports whose frames may leave with incomplete checksums. */
  readonly offloading: readonly string[]
}

/** Deploys one lab after the other by containerlab, and asks its containers for their matrices around a cut. */
export default async function ({ ground, labs }: Input): Promise<Measured[]> {
  const env = await layGround(ground)
  const measured: Measured[] = []
  for (const lab of labs) measured.push(await measure(lab, env))
  return measured
}

async function measure(lab: Input['labs'][number], env: NodeJS.ProcessEnv): Promise<Measured> {
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
  const features = (port: string): string => execFileSync('ethtool', ['-k', port], { encoding: 'utf8' })
  const offloading = topology.cables
    .flatMap(({ a, b }) => [a, b])
    .filter((end) => !namespaces.within(end.node, () => features(end.interface)).includes('tx-checksumming: off'))
  await removeContainers(docker, plan.lab)
  return { ...measured, offloading: offloading.map(endpointText) }
}
