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
 * @throws BackhoeError where `BACKHOE_KERNEL` names no kernel: whoever set it wants that one
 */
export function findKernels(env: NodeJS.ProcessEnv = process.env): FoundKernel[] {
  const named = env['BACKHOE_KERNEL']
  const host = hostKernel()
  return [
    ...(named === undefined || named === '' ? [] : [{ kernel: identify(named, env), from: 'BACKHOE_KERNEL' } as const]),
    ...builtKernels(env)
      .sort((a, b) => rank(a.built) - rank(b.built) || b.built.builtAt.localeCompare(a.built.builtAt))
      .map(({ path, built }) => ({ kernel: virtualKernel(path, built, env), from: 'cache' }) as const),
    ...(existsSync(DEBIAN_UML) ? [{ kernel: identify(DEBIAN_UML, env), from: 'user-mode-linux' } as const] : []),
    ...(host === null ? [] : [{ kernel: host, from: 'machine' } as const]),
  ]
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
