import { existsSync } from 'node:fs'
import type { Built } from './cache.ts'
import { builtKernels } from './cache.ts'
import { hostKernel } from './host.ts'
import { identify, seccompWanted } from './identify.ts'
import type { Kernel } from './kernel.ts'
import { SERIES } from './series.ts'

export interface FoundKernel {
  readonly kernel: Kernel
  readonly from: 'BACKHOE_KERNEL' | 'cache' | 'user-mode-linux' | 'machine'
}

/** Debian's package installs it here. */
export const DEBIAN_UML = '/usr/bin/linux.uml'

/**
 * Every kernel that a lab can run on here, best first: `BACKHOE_KERNEL`, what was built here, Debian's, the machine's own.
 * Each is looked at when its turn comes: to ask one costs two processes.
 * @throws BackhoeError where `BACKHOE_KERNEL` names no kernel: whoever set it wants that one
 */
export function* findKernels(env: NodeJS.ProcessEnv = process.env): Generator<FoundKernel, void> {
  const named = env['BACKHOE_KERNEL']
  if (named !== undefined && named !== '') yield { kernel: identify(named, env), from: 'BACKHOE_KERNEL' }
  const built = builtKernels(env).sort(
    (a, b) => rank(a.built) - rank(b.built) || b.built.builtAt.localeCompare(a.built.builtAt),
  )
  for (const { path, built: facts } of built) yield { kernel: virtualKernel(path, facts, env), from: 'cache' }
  if (existsSync(DEBIAN_UML)) yield { kernel: identify(DEBIAN_UML, env), from: 'user-mode-linux' }
  const host = hostKernel()
  if (host !== null) yield { kernel: host, from: 'machine' }
}

function rank(built: Built): number {
  const place = SERIES.findIndex((series) => series === built.series)
  return place === -1 ? SERIES.length : place
}

/** Series from 6.16 on catch system calls by seccomp; of ours that is 7.3. */
export function virtualKernel(path: string, built: Pick<Built, 'series' | 'release'>, env: NodeJS.ProcessEnv): Kernel {
  return {
    path,
    flavour: 'virtual',
    series: built.series,
    release: built.release,
    hz: 100,
    seccomp: built.series === '6.12' ? 'none' : seccompWanted(env),
    modules: null,
  }
}
