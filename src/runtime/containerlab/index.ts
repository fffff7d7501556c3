// The containerlab runtime: real containers for the agent. Loaded only where a plan asks for it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'
import type { ContainerRequest, Containers } from '../../model/containers.ts'
import { pidsOf } from './containers.ts'
import { deploy } from './deploy.ts'
import { guestEnvironment, startDockerd } from './dockerd.ts'
import { watchContainers } from './events.ts'
import { importImage } from './image.ts'
import { virtualRoutersOf } from './keepalived.ts'

const SOCKET = '/run/docker.sock'

/** In a guest: a Docker daemon first, then its images, then the lab. */
export async function start(request: ContainerRequest): Promise<Containers> {
  const { plan, tools, folder } = request
  const docker = new Docker({ socketPath: SOCKET })
  if (tools.docker !== null) {
    const home = join(folder, '../docker')
    mkdirSync(home, { recursive: true })
    await startDockerd(tools.docker.dockerd, home, docker)
    request.say('', 'dockerd answers')
    for (const [reference, tar] of Object.entries(tools.images)) await importImage(docker, reference, tar)
    request.say('', 'images imported')
  }
  const env = tools.docker === null ? process.env : guestEnvironment()
  mkdirSync(folder, { recursive: true })
  if (plan.mode === 'deploy') await deploy(tools.containerlab, plan, folder, env, request.say)
  await watchContainers(docker, plan.lab, request.happened)
  const pids = await pidsOf(docker, plan.lab, request.nodes)
  return {
    pids,
    folder: join(folder, plan.lab),
    virtualRouters: (node) => virtualRoutersOf(pids[node] ?? 0),
  }
}
