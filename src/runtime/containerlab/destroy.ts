import { execa } from 'execa'
import { setTimeout as pause } from 'node:timers/promises'
import { fail } from '../../model/problem.ts'
import { containersOf, removeContainers } from './containers.ts'
import { machineDocker } from './reach.ts'

const LAST_LINES = 8
/** What Docker was asked for comes, whether or not whoever asked still lives. */
const STILL_MAKING_MS = 1500
const ASK_MS = 250

/**
 * Takes a lab down, `whole` or half deployed, with its folder. Nothing where it is gone already.
 * @throws BackhoeError (70) in containerlab's own words, where containers of it are still there afterwards
 */
export async function destroy(containerlab: string, lab: string, topologyFile: string, whole: boolean): Promise<void> {
  const docker = machineDocker()
  const said = await execa(containerlab, ['destroy', '--topo', topologyFile, '--cleanup'], { reject: false, all: true })
  // One that was killed while it deployed leaves containers that it does not know, and one that Docker is still making.
  await removeContainers(docker, lab)
  for (let quietMs = 0; !whole && quietMs < STILL_MAKING_MS; quietMs += ASK_MS) {
    await pause(ASK_MS)
    await removeContainers(docker, lab)
  }
  const left = await containersOf(docker, lab)
  if (left.size === 0) return
  const lines = said.all
    .split('\n')
    .slice(-LAST_LINES)
    .map((line) => `\n  | ${line}`)
  fail(
    {
      code: 'destroy-failed',
      what: `the lab ${lab} is not gone: ${[...left.keys()].join(', ')}${lines.join('')}`,
      next: `containerlab destroy --topo ${topologyFile} --cleanup`,
    },
    70,
  )
}
