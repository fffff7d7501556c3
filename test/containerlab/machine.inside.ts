import { spawnSync } from 'node:child_process'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import Docker from 'dockerode'
import { layDockerGround } from '../../src/agent/docker-ground.ts'
import type { ContainerTools } from '../../src/model/containers.ts'
import { guestEnvironment, startDockerd } from '../../src/runtime/containerlab/dockerd.ts'
import { importImages, prepareImages } from '../../src/runtime/containerlab/guest-images.ts'

export interface MachineInput {
  readonly tools: ContainerTools
  /** Node of this side, and Backhoe's command. */
  readonly node: string
  readonly backhoe: string
  /** Files to write before anything runs. */
  readonly files: Readonly<Record<string, string>>
  /** Shell scripts, each in a shell of its own; `$BACKHOE` is the command, `$CLAB` containerlab. */
  readonly scripts: readonly string[]
}

export interface ScriptEnd {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A machine with Docker, containerlab and root: what a user of the host kernel has. */
export default async function (input: MachineInput): Promise<readonly ScriptEnd[]> {
  const { docker: programs } = input.tools
  if (programs === null) throw new Error('the machine needs Docker programs')
  const tools = layDockerGround(input.tools, programs.shim)
  mkdirSync('/run/docker-home')
  const docker = new Docker({ socketPath: '/run/docker.sock' })
  prepareImages('/run/docker-home/data', tools.images)
  await startDockerd(programs.dockerd, '/run/docker-home', docker)
  await importImages(docker, tools.images)
  mkdirSync('/tmp/work')
  for (const [path, text] of Object.entries(input.files)) writeFileSync(path, text)
  const env = {
    ...guestEnvironment(),
    HOME: '/tmp/home',
    CI: 'true',
    CLAB: tools.containerlab,
    BACKHOE_CONTAINERLAB: tools.containerlab,
    BACKHOE: `${input.node} ${input.backhoe}`,
  }
  mkdirSync(env.HOME)
  return input.scripts.map((script, number) => {
    const [out, err] = ['out', 'err'].map((name) => openSync(`/media/out/${String(number)}.${name}`, 'w'))
    const { status } = spawnSync('sh', ['-c', script], { cwd: '/tmp/work', env, stdio: ['ignore', out, err] })
    const said = (name: string): string => readFileSync(`/media/out/${String(number)}.${name}`, 'utf8')
    return { code: status, stdout: said('out'), stderr: said('err') }
  })
}
