import type Docker from 'dockerode'
import { createInterface } from 'node:readline'
import type { ContainerEvent } from '../../model/containers.ts'

const WATCHED: readonly ContainerEvent[] = ['die', 'oom', 'pause', 'unpause', 'restart']

/** Tells what happens to the lab's containers from now on. */
export async function watchContainers(
  docker: Docker,
  lab: string,
  happened: (node: string, event: ContainerEvent) => void,
): Promise<void> {
  const filters = { type: ['container'], label: [`containerlab=${lab}`], event: WATCHED }
  const stream = await docker.getEvents({ filters: JSON.stringify(filters) })
  createInterface(stream).on('line', (line) => {
    const { Action, Actor } = JSON.parse(line) as { Action: string; Actor: { Attributes: Record<string, string> } }
    const event = WATCHED.find((one) => one === Action)
    const node = Actor.Attributes['clab-node-name']
    if (event !== undefined && node !== undefined) happened(node, event)
  })
}
