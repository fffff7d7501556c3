import { execFileSync } from 'node:child_process'
import { constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../../build/cache.ts'
import { can, where } from '../../kernel/commands.ts'
import { BackhoeError } from '../../model/problem.ts'

export interface Containerlab {
  readonly path: string
  /** `0.79.0` */
  readonly version: string
  readonly from: 'BACKHOE_CONTAINERLAB' | 'PATH' | 'cache'
}

/** The first with veth-stitch links, which have a middle that cables can be broken at. */
const OLDEST = '0.78.0'
const ASKED_MS = 20_000
const GET = 'https://containerlab.dev/install, or in a clone with Go 1.26: tools/containerlab/build.sh'

/**
 * The containerlab to use: `BACKHOE_CONTAINERLAB`, the one on PATH, one that was built into the cache.
 * One on PATH that is too old gives way to the cache's.
 * @throws BackhoeError (69) `no-containerlab`, `containerlab-too-old`
 */
export function findContainerlab(env: NodeJS.ProcessEnv = process.env): Containerlab {
  const named = env['BACKHOE_CONTAINERLAB']
  if (named !== undefined && named !== '') {
    if (!can(named, constants.X_OK))
      throw missing(`BACKHOE_CONTAINERLAB names ${named}, which is no program that this user may run`)
    return recentEnough({ path: named, version: versionOf(named), from: 'BACKHOE_CONTAINERLAB' })
  }
  const onPath = where('containerlab', env['PATH'])
  const installed = onPath === null ? null : ({ path: onPath, version: versionOf(onPath), from: 'PATH' } as const)
  if (installed !== null && atLeast(installed.version, OLDEST)) return installed
  const built = builtContainerlab(env)
  if (built !== null) return built
  if (installed !== null) return recentEnough(installed)
  throw missing('there is no containerlab on this machine')
}

/** The newest in the cache, where each version has a folder. */
function builtContainerlab(env: NodeJS.ProcessEnv): Containerlab | null {
  const folder = join(cacheFolder(env), 'containerlab')
  if (!existsSync(folder)) return null
  const versions = readdirSync(folder).filter((name) => /^\d/.test(name) && atLeast(name, OLDEST))
  const newest = versions.sort((a, b) => (atLeast(a, b) ? -1 : 1))[0]
  return newest === undefined ? null : { path: join(folder, newest, 'containerlab'), version: newest, from: 'cache' }
}

/** As it says itself; a build without its release's name says 0.0.0, and then Go has written the module's version into it. */
function versionOf(path: string): string {
  const said = ask(path)
  if (said !== '0.0.0') return said
  return /mod\tgithub\.com\/srl-labs\/containerlab\tv(\d+\.\d+\.\d+)/.exec(readFileSync(path, 'latin1'))?.[1] ?? said
}

function ask(path: string): string {
  try {
    return execFileSync(path, ['version', '--short'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: ASKED_MS,
    }).trim()
  } catch {
    throw missing(`${path} does not say which version of containerlab it is`)
  }
}

function recentEnough(found: Containerlab): Containerlab {
  if (atLeast(found.version, OLDEST)) return found
  throw new BackhoeError(
    [
      {
        code: 'containerlab-too-old',
        what: `${found.path} is containerlab ${found.version}, which has no veth-stitch links: its cables have no middle to break`,
        allowed: `containerlab ${OLDEST} or newer`,
        next: GET,
      },
    ],
    69,
  )
}

const missing = (what: string): BackhoeError => new BackhoeError([{ code: 'no-containerlab', what, next: GET }], 69)

/** `0.79.0` is at least `0.78.0`; what is no version is not. */
function atLeast(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((text) => text.split(/[.-]/).map(Number))
  for (const [index, wanted] of (b ?? []).entries()) {
    const had = a?.[index] ?? 0
    if (had !== wanted) return had > wanted
  }
  return true
}
