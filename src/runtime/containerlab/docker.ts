import { where } from '../../kernel/commands.ts'
import { BackhoeError } from '../../model/problem.ts'
import type { Problem } from '../../model/problem.ts'

/** What a guest starts its own Docker from. */
export interface DockerPrograms {
  readonly dockerd: string
  readonly containerd: string
  readonly shim: string
  readonly runc: string
}

/** Where Docker's programs are; no daemon of this machine is asked. @throws BackhoeError (69) `no-dockerd` */
export function findDocker(env: NodeJS.ProcessEnv = process.env): DockerPrograms {
  const missing: string[] = []
  const find = (program: string): string => {
    const path = where(program, env['PATH'])
    if (path === null) missing.push(program)
    return path ?? ''
  }
  const found = {
    dockerd: find('dockerd'),
    containerd: find('containerd'),
    shim: find('containerd-shim-runc-v2'),
    runc: find('runc'),
  }
  if (missing.length > 0) throw new BackhoeError([notInstalled(missing)], 69)
  return found
}

function notInstalled(missing: readonly string[]): Problem {
  const root = process.getuid?.() === 0 ? '' : 'sudo '
  return {
    code: 'no-dockerd',
    what: `labs of containers need what is not installed here: ${missing.join(', ')}`,
    next: `${root}apt-get install -y --no-install-recommends docker.io`,
  }
}
