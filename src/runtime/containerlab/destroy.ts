import { execa } from 'execa'
import Docker from 'dockerode'
import { fail } from '../../model/problem.ts'
import { containersOf, removeContainers } from './containers.ts'

const LAST_LINES = 8

/**
 * Takes a lab down, whole or half deployed, with its folder. Nothing where it is gone already.
 * @throws BackhoeError (70) in containerlab's own words, where containers of it are still there afterwards
 */
export async function destroy(containerlab: string, lab: string, topologyFile: string): Promise<void> {
  const docker = new Docker()
  const said = await execa(containerlab, ['destroy', '--topo', topologyFile, '--cleanup'], { reject: false, all: true })
  // One that was killed while it deployed leaves containers that it does not know.
  await removeContainers(docker, lab)
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
