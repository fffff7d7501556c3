/*
 * The room of runtimes that are not the agent's own namespaces: containers, by Docker and containerlab, and the images of their nodes.
 * It owns Docker's API and containerlab's command: no other room calls either.
 * It never injects, watches or measures: it gives the agent running nodes, and from there on they are nodes like any other.
 * Begin here: `start`, below, which the agent loads only where a plan asks for containers. Then `deploy.ts`, `dockerd.ts` (a daemon inside a
 * guest), `power.ts` (kill and start), `events.ts` (what happens to containers), `examine.ts` (what is missing here), `image/` (node images).
 */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Docker from 'dockerode'
import { daemonStates } from '../../mechanisms/all/ask.ts'
import type { ContainerEvent, ContainerRequest, Containers } from '../../model/containers.ts'
import type { ContainerlabPlan } from '../../model/plan.ts'
import { noLab, runningNodes, topologyFileOf, type RunningNode } from './containers.ts'
import { deploy } from './deploy.ts'
import { guestEnvironment, startDockerd } from './dockerd.ts'
import { watchContainers } from './events.ts'
import { importImages, prepareImages } from './guest-images.ts'
import { configure, kill, start as startContainer } from './power.ts'
import { machineDocker } from './reach.ts'

/** Of the daemon that a guest starts for itself. */
const SOCKET = '/run/docker.sock'

/** Deployed here, in a guest that has nothing yet; or found running. */
export async function start(asked: ContainerRequest): Promise<Containers> {
  const { plan } = asked
  const request = inOurNames(asked)
  const docker = plan.mode === 'deploy' ? new Docker({ socketPath: SOCKET }) : machineDocker()
  const folder = plan.mode === 'deploy' ? await deployInGuest(request, docker) : await folderOf(plan, docker)
  const killed = new Set<string>()
  const happened = (name: string, event: ContainerEvent): void => {
    if (event === 'die' && killed.delete(name)) request.say(name, 'container: killed, as the fault says')
    else request.happened(name, event)
  }
  await watchContainers(docker, plan.lab, happened, request.silent)
  const running = await runningNodes(docker, plan.lab, request.nodes)
  const at = (node: string): RunningNode => {
    const found = running[node]
    if (found === undefined) throw new Error(`no container of ${node}`)
    return found
  }
  return {
    pids: Object.fromEntries(Object.entries(running).map(([node, { pid }]) => [node, pid])),
    ids: Object.fromEntries(Object.entries(running).map(([node, { id }]) => [node, id])),
    folder: join(folder, plan.lab),
    states: (node) => daemonStates(at(node).pid),
    kill: async (node) => {
      killed.add(request.nodes[node] ?? node)
      await kill(docker, at(node).id)
    },
    start: (node) => startContainer(docker, at(node).id),
    configure: (node, exec) => configure(docker, at(node).id, at(node).name, exec),
  }
}

/** What containerlab says of its nodes is said of ours. */
function inOurNames(request: ContainerRequest): ContainerRequest {
  const nodes = new Map(Object.entries(request.nodes).map(([node, name]) => [name, node]))
  const ours = (name: string): string => nodes.get(name) ?? name
  return {
    ...request,
    say: (name, text) => {
      request.say(ours(name), text)
    },
    happened: (name, event) => {
      request.happened(ours(name), event)
    },
  }
}

/** A Docker daemon first, then its images, then the lab. */
async function deployInGuest({ plan, tools, folder, say }: ContainerRequest, docker: Docker): Promise<string> {
  if (tools.docker === null) throw new Error('a guest has no Docker daemon but its own')
  const home = join(folder, '../docker')
  mkdirSync(home, { recursive: true })
  prepareImages(join(home, 'data'), tools.images)
  await startDockerd(tools.docker.dockerd, home, docker)
  say('', 'dockerd answers')
  await importImages(docker, tools.images)
  mkdirSync(folder, { recursive: true })
  await deploy([tools.containerlab], plan, folder, guestEnvironment(), say)
  return folder
}

async function folderOf({ lab }: ContainerlabPlan, docker: Docker): Promise<string> {
  const file = await topologyFileOf(docker, lab)
  return file === null ? noLab(lab) : dirname(file)
}
