import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { TestContext } from 'vitest'
import { where } from '../src/kernel/commands.ts'
import type { Containerlab } from '../src/runtime/containerlab/binary.ts'
import { findContainerlab } from '../src/runtime/containerlab/binary.ts'

/**
 * The real containerlab, which tools/setup.sh builds where Go is new enough. Where it is not, the test is skipped and
 * counted; where Go is there and containerlab is not, that is a failure.
 */
export function needsContainerlab({ skip }: Pick<TestContext, 'skip'>): Containerlab {
  try {
    return findContainerlab()
  } catch (error) {
    skip(!goBuildsIt(), 'no containerlab 0.78 or newer, and no Go that is new enough to build it')
    throw error
  }
}

function goBuildsIt(): boolean {
  const go = where('go', `${process.env['PATH'] ?? ''}:/usr/local/go/bin`)
  if (go === null) return false
  const goMod = readFileSync(new URL('../tools/containerlab/go.mod', import.meta.url), 'utf8')
  const [needed = 0, has = 0] = [goMod, execFileSync(go, ['env', 'GOVERSION'], { encoding: 'utf8' })].map((text) =>
    Number(/\b(?:go ?)?1\.(\d+)/.exec(text)?.[1]),
  )
  return has >= needed
}
