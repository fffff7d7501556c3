import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { cacheFolder, cacheNotWritable } from '../build/cache.ts'
import { makeFolders } from '../journal/make-folders.ts'
import { CAPABILITIES, type KnownCapability } from '../mechanisms/all/needs.ts'
import type { Finding } from '../model/capability.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { Problem } from '../model/problem.ts'
import { identityOf } from './identity.ts'
import { firstCpu } from './cpu.ts'
import type { Kernel } from './kernel.ts'
import { launchGuest } from './launch.ts'
import { agentFolder } from './place.ts'

export type Findings = Readonly<Record<KnownCapability, Finding>>

/** What a kernel can do here, or why nobody knows. */
export type Capabilities =
  { readonly known: true; readonly findings: Findings } | { readonly known: false; readonly problem: Problem }

const MEMORY_MB = 512
/** A cold Debian kernel on a busy machine needs ten seconds. */
const SILENT_WALL_MS = 60_000

/** Which libraries the machine's programs are loaded with: whether they start at all depends on that, too. */
const LIBRARIES = { libraries: { file: '/etc/ld.so.cache' } }

/** Asks a guest of that kernel to make one of each; the answer is kept until something changes that it depends on. */
export async function capabilitiesOf(
  kernel: Kernel,
  options: { cpu?: number; signal?: AbortSignal } = {},
): Promise<Capabilities> {
  const agentDir = agentFolder()
  if (!existsSync(join(agentDir, 'agent.cjs'))) {
    return {
      known: false,
      problem: { code: 'no-agent', what: `the agent is not built: ${agentDir} is missing`, next: 'npm run build' },
    }
  }
  // A module more or less makes it another kernel, and asking takes a moment only.
  if (kernel.flavour === 'host') return await probe(kernel, agentDir, options)
  const kept = join(cacheFolder(), 'capabilities', `${await identityOf(kernel, agentDir, MEMORY_MB, LIBRARIES)}.json`)
  const found = keptAt(kept)
  if (found !== null) return { known: true, findings: found }
  const answer = await probe(kernel, agentDir, options)
  if (answer.known) keep(kept, answer.findings)
  return answer
}

async function probe(
  kernel: Kernel,
  agentDir: string,
  options: { cpu?: number; signal?: AbortSignal },
): Promise<Capabilities> {
  const outDir = join(probes(), String(process.pid))
  try {
    sweep()
    makeFolders(outDir)
  } catch (error) {
    return { known: false, problem: cacheNotWritable(probes(), error) }
  }
  try {
    writeFileSync(join(outDir, 'job.json'), JSON.stringify({ job: 'capabilities' }))
    const end = await launchGuest({
      kernel,
      agentDir,
      outDir,
      rngSeed: 1,
      cpu: options.cpu ?? firstCpu(),
      memoryMb: MEMORY_MB,
      silentWallMs: SILENT_WALL_MS,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    options.signal?.throwIfAborted()
    if (end.problem !== null) return { known: false, problem: end.problem }
    const text = readFileSync(join(outDir, 'journal.ndjson'), 'utf8')
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalEvent)
    const answer = events.find((event) => event.ev === 'capabilities')
    const found = findingsSchema.safeParse(answer?.capabilities)
    if (found.success) return { known: true, findings: found.data }
    const error = events.find((event) => event.ev === 'error')
    return {
      known: false,
      problem: {
        code: 'no-capabilities',
        what: `the agent did not say what the kernel can do: ${error?.what ?? 'no reason given'}`,
      },
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}

const findingsSchema = z.record(
  z.enum(CAPABILITIES),
  z.strictObject({
    ok: z.boolean(),
    why: z.string(),
    modules: z.exactOptional(z.array(z.string())),
    program: z.exactOptional(z.string()),
  }),
) satisfies z.ZodType<Findings>

/** null: nobody has asked yet, or what was kept is not whole; then it is asked again. */
function keptAt(path: string): Findings | null {
  try {
    return findingsSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

const probes = (): string => join(cacheFolder(), 'probes')

/** Folders of probes whose command was killed. */
function sweep(): void {
  if (!existsSync(probes())) return
  for (const pid of readdirSync(probes())) {
    if (!existsSync(`/proc/${pid}`)) rmSync(join(probes(), pid), { recursive: true, force: true })
  }
}

function keep(path: string, findings: Findings): void {
  makeFolders(join(path, '..'))
  const fresh = `${path}.${String(process.pid)}`
  writeFileSync(fresh, JSON.stringify(findings))
  renameSync(fresh, path)
}
