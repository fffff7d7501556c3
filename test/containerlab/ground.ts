import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'
import { layDockerGround } from '../../src/agent/docker-ground.ts'
import { check } from '../../src/linux/libc.ts'
import type { ContainerTools } from '../../src/model/containers.ts'
import { guestEnvironment, startDockerd } from '../../src/runtime/containerlab/dockerd.ts'
import { importImages, prepareImages } from '../../src/runtime/containerlab/guest-images.ts'
import { DUMP } from './state.ts'
import { WORK } from './work.ts'

export interface GroundInput {
  readonly tools: ContainerTools
  /** Node of this side, and Backhoe's command. */
  readonly node: string
  readonly backhoe: string
  /** Files to write before anything runs. */
  readonly files: Readonly<Record<string, string>>
}

/** A guest's own /tmp covers a checkout that lies in this side's: it is shown again, in the same place. */
function showCheckout(root: string): void {
  if (existsSync(join(root, 'package.json'))) return
  mkdirSync(root, { recursive: true })
  check('mount', 'none', root, 'hostfs', 0, root)
}

/** Makes the guest a machine with Docker, containerlab and root; what its programs find in their environment. */
export async function layGround(input: GroundInput): Promise<NodeJS.ProcessEnv> {
  const { docker: programs } = input.tools
  if (programs === null) throw new Error('the machine needs Docker programs')
  const tools = layDockerGround(input.tools, programs, [])
  mkdirSync('/run/docker-home')
  const docker = new Docker({ socketPath: '/run/docker.sock' })
  prepareImages('/run/docker-home/data', tools.images)
  await startDockerd(programs.dockerd, '/run/docker-home', docker)
  await importImages(docker, tools.images)
  mkdirSync(WORK)
  showCheckout(join(input.backhoe, '../..'))
  writeFileSync('/tmp/dump.sh', DUMP)
  for (const [path, text] of Object.entries(input.files)) writeFileSync(path, text)
  const env = {
    ...guestEnvironment(),
    HOME: '/tmp/home',
    CI: 'true',
    NO_COLOR: '1',
    NODE: input.node,
    CLAB: tools.containerlab,
    BACKHOE_CONTAINERLAB: tools.containerlab,
    BACKHOE: `${input.node} ${input.backhoe}`,
    DOCKERD: programs.dockerd,
  }
  mkdirSync(env.HOME)
  return env
}
