import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { BackhoeError } from '../../model/problem.ts'
import type { Built } from '../cache.ts'
import { builtKernels, kernelsFolder, readBuilt } from '../cache.ts'
import { virtualKernel } from '../find.ts'
import { agentFolder } from '../place.ts'
import type { KernelSeries } from '../series.ts'
import { SERIES } from '../series.ts'
import { downloadSource, isNotHad } from './apt.ts'
import { compile, unpack } from './compile.ts'
import { fileSha256 } from '../../build/digest.ts'
import { proveKernel } from './prove.ts'
import type { Recipe } from './recipe.ts'
import { inputsHash, recipeOf } from './recipe.ts'
import { compilerVersion, requireTools } from './tools.ts'
import { Workshop } from '../../build/workshop.ts'

/** Source tree and objects. */
const NEEDED = { what: 'a kernel build', bytes: 4e9 } as const

export interface BuildRequest {
  /** Default: 7.3 where its source can be had, else 6.12. */
  readonly series?: KernelSeries
  /** A tarball instead of Debian's. */
  readonly source?: string
  /** Also put the kernel here. */
  readonly out?: string
  readonly signal?: AbortSignal
  readonly env?: NodeJS.ProcessEnv
  /** A new step began. */
  readonly onStep?: (text: string) => void
  /** How much of the step is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void
}

export interface BuildResult {
  readonly path: string
  readonly built: Built
  /** It was there already. */
  readonly cached: boolean
}

/**
 * The virtual-time kernel, built if it is not there yet. What is built appears in the cache at once and whole, after it
 * has been booted; before, there is only a folder that the next build removes.
 * @throws BackhoeError; the abort's reason where the signal ended it
 */
export async function buildKernel(request: BuildRequest): Promise<BuildResult> {
  const env = request.env ?? process.env
  if (request.source !== undefined && !existsSync(request.source)) {
    throw new BackhoeError([
      {
        code: 'no-such-file',
        what: `there is no source tarball ${request.source}`,
        next: 'leave --source out: Debian’s archive has one',
      },
    ])
  }
  const sourceSha256 = request.source === undefined ? null : await fileSha256(request.source)
  const result = alreadyBuilt(request, sourceSha256, env) ?? (await build(request, env))
  if (request.out !== undefined) place(result.path, request.out)
  return result
}

/** Whatever the source: Debian's next point release is no reason to build again, our next patch or compiler is. */
function alreadyBuilt(request: BuildRequest, sourceSha256: string | null, env: NodeJS.ProcessEnv): BuildResult | null {
  const compiler = compilerVersion()
  const recipes = (request.series === undefined ? SERIES : [request.series]).map(recipeOf)
  const kernels = builtKernels(env)
  for (const recipe of recipes) {
    const fits = kernels.find(
      ({ built }) =>
        built.recipe === recipe.hash &&
        (compiler === null || built.compiler === compiler) &&
        (sourceSha256 === null || built.sourceSha256 === sourceSha256),
    )
    if (fits !== undefined) return { ...fits, cached: true }
  }
  return null
}

async function build(request: BuildRequest, env: NodeJS.ProcessEnv): Promise<BuildResult> {
  const { signal } = request
  requireTools()
  if (!existsSync(join(agentFolder(), 'koffi.node'))) {
    throw new BackhoeError(
      [{ code: 'no-agent', what: 'the agent that proves a kernel is not built', next: 'npm run build' }],
      69,
    )
  }
  const kernels = kernelsFolder(env)
  using workshop = Workshop.open(kernels, NEEDED)
  const work = workshop.folder
  const finished = join(work, 'finished')
  mkdirSync(finished)

  const tarball = request.source ?? (await download(request, work))
  const sourceSha256 = await fileSha256(tarball)
  request.onStep?.('unpacking the source')
  const tree = await unpack(tarball, work, signal)
  if (request.series !== undefined && request.series !== tree.series) {
    throw new BackhoeError([
      {
        code: 'other-series',
        what: `${tarball} is Linux ${tree.series}, and ${request.series} was asked for`,
        next: 'leave --series out',
      },
    ])
  }
  const recipe = recipeOf(tree.series)
  request.onStep?.(`compiling Linux ${tree.release}`)
  await compile(tree, recipe, join(finished, 'linux'), signal, (fraction) => request.onProgress?.(fraction))
  rmSync(tree.folder, { recursive: true, force: true })

  request.onStep?.('booting it once')
  const { series, release } = tree
  await proveKernel(virtualKernel(join(finished, 'linux'), { series, release }, env), work, signal)
  const built = describe(recipe, release, basename(request.source ?? `Debian's linux-source-${series}`), sourceSha256)
  const kept = join(finished, 'source.tar.xz')
  if (request.source === undefined) renameSync(tarball, kept)
  else copyFileSync(tarball, kept)
  writeFileSync(join(finished, 'kernel.json'), `${JSON.stringify(built, null, 2)}\n`)
  return { path: keep(finished, join(kernels, `${series}-${built.inputs.slice(0, 16)}`)), built, cached: false }
}

async function download(request: BuildRequest, work: string): Promise<string> {
  const wanted = request.series === undefined ? SERIES : [request.series]
  const refusals: BackhoeError[] = []
  for (const series of wanted) {
    request.onStep?.(`fetching Debian's linux-source-${series}`)
    try {
      return await downloadSource(series, join(work, `debian-${series}`), request.signal)
    } catch (error) {
      if (!isNotHad(error)) throw error
      refusals.push(error)
      if (series !== wanted.at(-1)) request.onStep?.(`${error.problems[0]?.what ?? ''}: taking the next series`)
    }
  }
  throw new BackhoeError(
    refusals.flatMap(({ problems }) => problems),
    69,
  )
}

function describe(recipe: Recipe, release: string, source: string, sourceSha256: string): Built {
  const compiler = compilerVersion() ?? ''
  return {
    series: recipe.series,
    release,
    inputs: inputsHash(recipe, sourceSha256, compiler),
    recipe: recipe.hash,
    source,
    sourceSha256,
    compiler,
    builtAt: new Date().toISOString(),
  }
}

/** One rename: another command sees all of it or nothing. */
function keep(finished: string, folder: string): string {
  if (existsSync(folder) && readBuilt(folder) === null) rmSync(folder, { recursive: true, force: true })
  // Somebody else may have built the same meanwhile; theirs is as good.
  if (!existsSync(folder)) renameSync(finished, folder)
  return join(folder, 'linux')
}

function place(path: string, out: string): void {
  const fresh = `${out}.new-${String(process.pid)}`
  copyFileSync(path, fresh)
  renameSync(fresh, out)
}
