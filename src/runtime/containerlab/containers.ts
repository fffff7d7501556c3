import type Docker from 'dockerode'
import { fail } from '../../model/problem.ts'

/** A lab's containers by their nodes' names, running or not. */
export async function containersOf(docker: Docker, lab: string): Promise<ReadonlyMap<string, Docker.ContainerInfo>> {
  const found = await docker.listContainers({ all: true, filters: { label: [`containerlab=${lab}`] } })
  return new Map(found.flatMap((one) => (one.Labels[NODE] === undefined ? [] : [[one.Labels[NODE], one]])))
}

const NODE = 'clab-node-name'

/** Of a lab that containerlab does not take down itself. One that Docker refuses to remove is there afterwards. */
export async function removeContainers(docker: Docker, lab: string): Promise<void> {
  for (const { Id } of (await containersOf(docker, lab)).values()) {
    await docker
      .getContainer(Id)
      .remove({ force: true })
      .catch((error: unknown) => {
        if ((error as { statusCode?: number }).statusCode === undefined) throw error
      })
  }
}

/** The topology file that a running lab was deployed from; null: there is no such lab. */
export async function topologyFileOf(docker: Docker, lab: string): Promise<string | null> {
  const [first] = (await containersOf(docker, lab)).values()
  return first?.Labels['clab-topo-file'] ?? null
}

/** Docker's name of a node's container, and its first process. */
export interface RunningNode {
  readonly id: string
  readonly name: string
  readonly pid: number
}

/**
 * The containers of these nodes.
 * @throws BackhoeError (70) with every node that has no container, or one that does not run
 */
export async function runningNodes(
  docker: Docker,
  lab: string,
  nodes: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, RunningNode>>> {
  const containers = await containersOf(docker, lab)
  const running: Record<string, RunningNode> = {}
  const dead: string[] = []
  const inspected = await Promise.all(
    Object.entries(nodes).map(async ([node, name]) => {
      const container = containers.get(name)
      return [node, name, container === undefined ? null : await docker.getContainer(container.Id).inspect()] as const
    }),
  )
  for (const [node, name, found] of inspected) {
    if (found?.State.Running === true)
      running[node] = { id: found.Id, name: found.Name.replace(/^\//, ''), pid: found.State.Pid }
    else {
      const both = node === name ? node : `${node}, there ${name},`
      dead.push(found === null ? `${both} has no container` : `${both} is ${found.State.Status}`)
    }
  }
  if (dead.length > 0) {
    fail(
      {
        code: 'nodes-not-running',
        what: `the lab ${lab} is not whole: ${dead.join(', ')}`,
        next: `containerlab inspect --name ${lab}`,
      },
      70,
    )
  }
  return running
}

export const noLab = (lab: string): never =>
  fail(
    { code: 'no-such-deployment', what: `no containers of a lab ${lab} are here`, next: 'containerlab inspect --all' },
    69,
  )
