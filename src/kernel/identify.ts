import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BackhoeError } from '../model/problem.ts'
import type { Kernel } from './kernel.ts'
import { seriesOf } from './series.ts'

/** Where Debian's user-mode-linux keeps what it can load. */
const MODULES = '/usr/lib/uml/modules'

/**
 * What a kernel is, from its own `--version` and `--help`.
 * @throws BackhoeError where the file is no user-mode kernel
 */
export function identify(path: string, env: NodeJS.ProcessEnv = process.env): Kernel {
  const release = ask(path, '--version').trim()
  const help = ask(path, '--help')
  if (!/^\d+\.\d+/.test(release) || !help.includes('mem=<Amount of desired ram>')) throw notOne(path)
  const modules = join(MODULES, release)
  return {
    path,
    // Time travel alone does not repeat: random choices must come from a seed too, which is our patch.
    flavour: help.includes('time-travel=inf-cpu') && help.includes('rng-seed=') ? 'virtual' : 'uml',
    series: seriesOf(release),
    release,
    hz: 100,
    seccomp: help.includes('seccomp=<on/auto/off>') ? seccompWanted(env) : 'none',
    modules: existsSync(join(modules, 'modules.dep')) ? modules : null,
  }
}

/** `BACKHOE_SECCOMP=off` for machines whose own filters forbid it. */
export function seccompWanted(env: NodeJS.ProcessEnv): 'on' | 'off' {
  return env['BACKHOE_SECCOMP'] === 'off' ? 'off' : 'on'
}

function ask(path: string, question: string): string {
  try {
    return execFileSync(path, [question], { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (error) {
    // UML ends `--help` with 1 on some releases, and prints it all the same.
    const { stdout } = error as { readonly stdout?: string }
    if (typeof stdout === 'string' && stdout !== '') return stdout
    throw notOne(path)
  }
}

function notOne(path: string): Error {
  return new BackhoeError(
    [
      {
        code: 'not-a-kernel',
        what: existsSync(path) ? `${path} is not a user-mode kernel` : `there is no kernel at ${path}`,
        allowed: 'what backhoe kernel build made, or linux.uml of Debian’s user-mode-linux',
        next: 'backhoe kernel build, or unset BACKHOE_KERNEL',
      },
    ],
    69,
  )
}
