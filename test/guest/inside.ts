import { build, type BuildOptions } from 'esbuild'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chooseKernel } from '../../src/kernel/choose.ts'
import { firstCpu } from '../../src/kernel/cpu.ts'
import type { GuestEnd } from '../../src/kernel/guest.ts'
import { launchGuest } from '../../src/kernel/launch.ts'
import { koffiBeside } from '../../tools/koffi-beside.mjs'
import { socketOnly } from '../../tools/socket-only.mjs'

const root = join(import.meta.dirname, '../..')

/** What a file ending in `.inside.ts` exports: it runs in a guest that is booted already; what it returns must be JSON. */
interface InsideModule {
  readonly default: (input: never) => unknown
}

export interface Inside<Result> {
  readonly result: Result
  /** What the guest wrote below `/media/out` is there until disposed. */
  readonly out: string
  /** From launch to power off. */
  readonly wallMs: number
  [Symbol.dispose](): void
}

export interface InsideOptions {
  /** `uml`: Debian's, in real time; `host`: the machine's own, in namespaces of its own. */
  readonly kernel?: 'virtual' | 'uml' | 'host'
  readonly timeoutMs?: number
  /** Default 512. */
  readonly memoryMb?: number
  readonly safetyNet?: boolean
}

/**
 * Runs the default export of a TypeScript file in a guest with a kernel of its own, and brings back what it returned:
 * `using guest = await inside<typeof entry>(new URL('x.inside.ts', import.meta.url), input)`, after
 * `import type * as entry from './x.inside.ts'`.
 * The agent's workers lie beside it.
 * @throws Error with the guest's own stack, and the last lines of its console
 */
export async function inside<Module extends InsideModule>(
  entry: URL,
  input: Parameters<Module['default']>[0] | null = null,
  options: InsideOptions = {},
): Promise<Inside<Awaited<ReturnType<Module['default']>>>> {
  const folder = mkdtempSync(join(tmpdir(), 'backhoe-inside-'))
  const dispose = (): void => {
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const out = join(folder, 'out')
    mkdirSync(out)
    writeFileSync(join(out, 'input.json'), JSON.stringify(input))
    await bundle(fileURLToPath(entry), join(folder, 'in'))
    const guest = await launch(join(folder, 'in'), out, options)
    const end = readEnd(join(out, 'result.json'))
    if ('error' in end) {
      const because = [guest.problem?.what ?? [], guest.lastLines].flat()
      throw new Error([`inside ${basename(entry.pathname)}: ${end.error}`, ...because].join('\n'))
    }
    return { result: end.result as never, out, wallMs: guest.wallMs, [Symbol.dispose]: dispose }
  } catch (error) {
    dispose()
    throw error
  }
}

function readEnd(file: string): { result: unknown } | { error: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { result: unknown } | { error: string }
  } catch {
    return { error: 'ended without a result' }
  }
}

const mainOf = (entry: string): string => `
  import { readFileSync, writeFileSync } from 'node:fs'
  import { boot, powerOff } from ${JSON.stringify(join(root, 'src/agent/boot.ts'))}
  import body from ${JSON.stringify(entry)}
  boot()
  const run = async () => body(JSON.parse(readFileSync('/media/out/input.json', 'utf8')))
  const finish = (end) => {
    writeFileSync('/media/out/result.json', JSON.stringify(end))
    powerOff()
  }
  run().then(
    (result) => finish({ result: result ?? null }),
    (error) => finish({ error: error?.stack ?? String(error) }),
  )
`

async function bundle(entry: string, folder: string): Promise<void> {
  const common: BuildOptions = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // Modules of the host's side that come along ask where they lie.
    define: { 'import.meta.url': '"file:///media/in/agent.cjs"', 'import.meta.dirname': '"/media/in"' },
    target: 'node20.19',
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: [koffiBeside, socketOnly],
  }
  await build({
    ...common,
    stdin: { contents: mainOf(entry), resolveDir: root, sourcefile: 'agent.ts' },
    outfile: join(folder, 'agent.cjs'),
  })
  const observe = join(root, 'src/observe')
  for (const worker of readdirSync(observe, { encoding: 'utf8', recursive: true })) {
    if (!worker.endsWith('.worker.ts')) continue
    const outfile = join(folder, `${basename(worker, '.worker.ts')}.cjs`)
    await build({ ...common, entryPoints: [join(observe, worker)], outfile })
  }
  const koffi = createRequire(import.meta.url).resolve('@koromix/koffi-linux-x64/package.json')
  cpSync(join(dirname(koffi), 'linux_x64/koffi.node'), join(folder, 'koffi.node'))
  cpSync(join(root, 'src/agent/init.sh'), join(folder, 'init.sh'))
}

async function launch(folder: string, out: string, options: InsideOptions): Promise<GuestEnd> {
  return await launchGuest({
    kernel: chooseKernel(options.kernel ?? 'virtual').kernel,
    agentDir: folder,
    outDir: out,
    rngSeed: 1,
    cpu: firstCpu(),
    memoryMb: options.memoryMb ?? 512,
    ...(options.safetyNet === undefined ? {} : { safetyNet: options.safetyNet }),
    silentWallMs: options.timeoutMs ?? 120_000,
  })
}
