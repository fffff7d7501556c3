import { constants, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../model/problem.ts'
import { can, where } from './commands.ts'
import type { GuestRequest } from './guest.ts'

/** Commands of the launcher itself, and the Debian package that brings each. */
const TOOLS = {
  setpriv: 'util-linux',
  taskset: 'util-linux',
  unshare: 'util-linux',
  mount: 'mount',
  sh: 'dash',
} as const

/** What is wrong before anything is started, with words better than those of a failed exec. */
export function preflight(request: GuestRequest): Problem | null {
  for (const [tool, debianPackage] of Object.entries(TOOLS)) {
    if (where(tool) === null) {
      return {
        code: 'missing-command',
        what: `${tool} is not installed, and guests are started with it`,
        next: `apt install ${debianPackage}`,
      }
    }
  }
  const { kernel } = request
  if (kernel.flavour === 'host') {
    if (request.isolation === 'machine' && process.getuid?.() !== 0) return NEEDS_ROOT
  } else {
    const problem = program(kernel.path)
    if (problem !== null) return problem
  }
  if (!can(join(request.agentDir, 'init.sh'), constants.R_OK | constants.X_OK)) {
    return {
      code: 'no-agent',
      what: `the agent's folder ${request.agentDir} has no init.sh that this user may run`,
      next: 'npm run build',
    }
  }
  if (!can(request.outDir, constants.W_OK | constants.X_OK)) {
    return {
      code: 'output-not-writable',
      what: `the output folder ${request.outDir} cannot be written`,
      next: 'choose another with --out',
    }
  }
  return null
}

const NEEDS_ROOT: Problem = {
  code: 'needs-root',
  what: 'only root may work on this machine’s containers',
  next: 'sudo backhoe …, or --kernel virtual, which needs no root',
}

function program(path: string): Problem | null {
  if (!existsSync(path)) {
    return { code: 'no-kernel', what: `there is no kernel at ${path}`, next: 'backhoe kernel status' }
  }
  if (!statSync(path).isFile() || !can(path, constants.R_OK | constants.X_OK)) {
    return { code: 'no-kernel', what: `${path} is not a program that this user may run`, next: `chmod a+rx ${path}` }
  }
  return null
}
