import { build } from 'esbuild'
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { firstCpu } from '../../src/kernel/cpu.ts'
import { findKernels } from '../../src/kernel/find.ts'
import type { GuestRequest } from '../../src/kernel/guest.ts'
import type { Kernel } from '../../src/kernel/kernel.ts'

/** The kernel that guest tests run on; a test without one says so instead of passing. */
export function kernelOf(flavour: Kernel['flavour']): Kernel {
  const found = [...findKernels()].find(({ kernel }) => kernel.flavour === flavour)
  if (found === undefined)
    throw new Error(`no ${flavour} kernel here: backhoe kernel build, or apt install user-mode-linux`)
  return found.kernel
}

/** A folder with an agent, an output folder for each guest and a command that launches one; readable for everybody. */
export class Workbench implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
  readonly agentDir = join(this.folder, 'agent')
  readonly launchOnce = join(this.folder, 'launch-once.mjs')
  #count = 0

  constructor() {
    chmodSync(this.folder, 0o755)
    cpSync(join(import.meta.dirname, 'fake-agent'), this.agentDir, { recursive: true })
    copyFileSync(join(import.meta.dirname, '../../src/agent/init.sh'), join(this.agentDir, 'init.sh'))
    chmodSync(join(this.agentDir, 'init.sh'), 0o755)
    const koffi = createRequire(import.meta.url).resolve('@koromix/koffi-linux-x64/package.json')
    copyFileSync(join(dirname(koffi), 'linux_x64/koffi.node'), join(this.agentDir, 'koffi.node'))
  }

  async bundle(): Promise<void> {
    await build({
      entryPoints: [join(import.meta.dirname, 'launch-once.ts')],
      outfile: this.launchOnce,
      ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20.19', logLevel: 'warning' },
    })
  }

  /** A kernel that other users may read too. */
  publicKernel(kernel: Kernel): Kernel {
    const path = join(this.folder, 'linux')
    copyFileSync(kernel.path, path)
    chmodSync(path, 0o755)
    return { ...kernel, path }
  }

  request(kernel: Kernel, job: string, more: Partial<GuestRequest> = {}): GuestRequest {
    const outDir = join(this.folder, `out-${String(this.#count++)}`)
    mkdirSync(outDir)
    chmodSync(outDir, 0o777)
    writeFileSync(join(outDir, 'job.json'), JSON.stringify({ job }))
    return {
      kernel,
      agentDir: this.agentDir,
      outDir,
      rngSeed: 7,
      cpu: firstCpu(),
      memoryMb: 256,
      silentWallMs: 60_000,
      ...more,
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export const journalOf = (request: GuestRequest): string => readFileSync(join(request.outDir, 'journal.ndjson'), 'utf8')
