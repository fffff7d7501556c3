import { mkdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { BackhoeError } from '../../model/problem.ts'
import type { KernelSeries } from '../series.ts'
import { SERIES } from '../series.ts'
import type { Command } from '../../build/contained.ts'
import { CommandFailed, runContained } from '../../build/contained.ts'
import type { Recipe } from './recipe.ts'

/** An unpacked source, and what its Makefile says that it is. */
export interface SourceTree {
  readonly folder: string
  readonly release: string
  readonly series: KernelSeries
}

type Signal = AbortSignal | undefined

const withSignal = (command: Omit<Command, 'signal'>, signal: Signal): Command => ({
  ...command,
  ...(signal === undefined ? {} : { signal }),
})

/** @throws BackhoeError where the file is no source of a series that we patch */
export async function unpack(tarball: string, work: string, signal: Signal): Promise<SourceTree> {
  const folder = join(work, 'tree')
  mkdirSync(folder)
  try {
    await runContained(
      withSignal(
        { file: 'tar', args: ['-xf', tarball, '--strip-components=1', '--no-same-owner', '-C', folder], cwd: work },
        signal,
      ),
    )
    const makefile = readFileSync(join(folder, 'Makefile'), 'utf8')
    const [version, patchlevel, sublevel] = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(
      (name) => new RegExp(`^${name} = (\\d+)$`, 'm').exec(makefile)?.[1],
    )
    if (version === undefined || patchlevel === undefined) throw badSource(tarball, 'its Makefile names no version')
    const series = SERIES.find((known) => known === `${version}.${patchlevel}`)
    if (series === undefined) throw badSource(tarball, `it is Linux ${version}.${patchlevel}`)
    return { folder, series, release: `${series}.${sublevel ?? '0'}` }
  } catch (error) {
    if (error instanceof CommandFailed) throw badSource(tarball, 'tar cannot read it')
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw badSource(tarball, 'it has no Makefile')
    throw error
  }
}

function badSource(tarball: string, because: string): BackhoeError {
  return new BackhoeError([
    {
      code: 'bad-kernel-source',
      what: `${tarball} cannot be built: ${because}`,
      allowed: `a source tarball of Linux ${SERIES.join(' or ')}, from Debian or kernel.org`,
    },
  ])
}

/** Leaves the stripped kernel as `binary`. @throws BackhoeError (70) with make's last lines */
export async function compile(
  tree: SourceTree,
  recipe: Recipe,
  binary: string,
  signal: Signal,
  onStep: (fraction: number) => void,
): Promise<void> {
  let steps = 0
  const count = (): void => {
    steps++
    onStep(Math.min(1, steps / recipe.steps))
  }
  const make = ['ARCH=um', `-j${String(availableParallelism())}`]
  const inTree = (file: string, args: readonly string[], more: Pick<Command, 'env' | 'onLine'> = {}): Promise<void> =>
    runContained(withSignal({ file, args, cwd: tree.folder, ...more }, signal))
  try {
    await inTree('patch', ['-p1', '--forward', '-i', recipe.patchFile])
    await inTree('make', [...make, 'allnoconfig'], { env: { KCONFIG_ALLCONFIG: recipe.configFile } })
    await inTree('make', [...make, 'linux'], { onLine: count })
    await inTree('strip', ['-o', binary, 'linux'])
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    const lines = error.lastLines.map((line) => `  | ${line}`).join('\n')
    throw new BackhoeError(
      [
        {
          code: 'kernel-build-failed',
          what: `${error.message}; its last lines:\n${lines}`,
          next: 'backhoe kernel build --series 6.12, or report this with the lines above',
        },
      ],
      70,
    )
  }
}
