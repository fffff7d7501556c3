import type Docker from 'dockerode'
import { fail } from '../../model/problem.ts'

/** A lab's containers by their nodes' names, running or not. */
export async function containersOf(docker: Docker, lab: string): Promise<ReadonlyMap<string, Docker.ContainerInfo>> {
  const found = await docker.listContainers({ all: true, filters: { label: [`containerlab=${lab}`] } })
  return new Map(found.flatMap((one) => (one.Labels[NODE] === undefined ? [] : [[one.Labels[NODE], one]])))
}

const NODE = 'clab-node-name'

/**
 * First process of each node.
 * @throws BackhoeError (70) with every node that has no container, or one that does not run
 */
export async function pidsOf(
  docker: Docker,
  lab: string,
  nodes: Readonly<Record<string, string>>,
): Promise<Record<string, number>> {
  const containers = await containersOf(docker, lab)
  const pids: Record<string, number> = {}
  const dead: string[] = []
  for (const [node, name] of Object.entries(nodes)) {
    const container = containers.get(name)
    const state = container === undefined ? null : (await docker.getContainer(container.Id).inspect()).State
    if (state?.Running === true) pids[node] = state.Pid
    else dead.push(state === null ? `${name} has no container` : `${name} is ${state.Status}`)
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
  return pids
}
