import type Docker from 'dockerode'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream'
import type { ContainerEvent } from '../../model/containers.ts'

const WATCHED: readonly ContainerEvent[] = ['die', 'oom', 'pause', 'unpause', 'restart']

/** Tells what happens to the lab's containers from now on, and that nobody tells any more: then Docker has ended, or let go of us. */
export async function watchContainers(
  docker: Docker,
  lab: string,
  happened: (node: string, event: ContainerEvent) => void,
  silent: () => void,
): Promise<void> {
  const filters = { type: ['container'], label: [`containerlab=${lab}`], event: WATCHED }
  const stream = await docker.getEvents({ filters: JSON.stringify(filters) })
  finished(stream, silent)
  const lines = createInterface(stream)
  // It says the stream's errors again.
  lines.on('error', () => undefined)
  lines.on('line', (line) => {
    const { Action, Actor } = JSON.parse(line) as { Action: string; Actor: { Attributes: Record<string, string> } }
    const event = WATCHED.find((one) => one === Action)
    const node = Actor.Attributes['clab-node-name']
    if (event !== undefined && node !== undefined) happened(node, event)
  })
}
