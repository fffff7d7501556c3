import { spawnSync } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { layGround, type GroundInput } from './ground.ts'
import { WORK } from './work.ts'

export interface MachineInput extends GroundInput {
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
  const env = await layGround(input)
  return input.scripts.map((script, number) => {
    const [out, err] = ['out', 'err'].map((name) => openSync(`/media/out/${String(number)}.${name}`, 'w'))
    const { status } = spawnSync('sh', ['-c', script], { cwd: WORK, env, stdio: ['ignore', out, err] })
    const said = (name: string): string => readFileSync(`/media/out/${String(number)}.${name}`, 'utf8')
    return { code: status, stdout: said('out'), stderr: said('err') }
  })
}
