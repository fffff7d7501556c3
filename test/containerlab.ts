import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import { cacheFolder } from '../src/build/cache.ts'
import { where } from '../src/kernel/commands.ts'
import type { Containerlab } from '../src/runtime/containerlab/binary.ts'
import { findContainerlab } from '../src/runtime/containerlab/binary.ts'

/**
 * The real containerlab, which tools/setup.sh builds where Go is new enough and the sources are in reach. Where they are
 * not, the test is skipped and counted; where both are there and containerlab is not, that is a failure.
 */
export function needsContainerlab({ skip }: Pick<TestContext, 'skip'>): Containerlab {
  try {
    return findContainerlab()
  } catch (error) {
    skip(
      existsSync(join(cacheFolder(), 'containerlab/out-of-reach')),
      'no containerlab 0.78 or newer, and its sources are out of reach',
    )
    skip(!goBuildsIt(), 'no containerlab 0.78 or newer, and no Go that is new enough to build it')
    throw error
  }
}

function goBuildsIt(): boolean {
  const goMod = readFileSync(new URL('../tools/containerlab/go.mod', import.meta.url), 'utf8')
  const minor = (text: string): number => Number(/\b(?:go ?)?1\.(\d+)/.exec(text)?.[1])
  return [process.env['PATH'], '/usr/local/go/bin']
    .flatMap((path) => where('go', path) ?? [])
    .some((go) => minor(execFileSync(go, ['env', 'GOVERSION'], { encoding: 'utf8' })) >= minor(goMod))
}
