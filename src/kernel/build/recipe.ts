import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../place.ts'
import type { KernelSeries } from '../series.ts'

/** Counts changes of how we build, beside config and patch. */
const RECIPE = 1

/** What is ours in a build of a series. */
export interface Recipe {
  readonly series: KernelSeries
  readonly configFile: string
  readonly patchFile: string
  /** Lines that make prints: for the percentages. */
  readonly steps: number
  /** sha256 of all of the above that changes the binary. */
  readonly hash: string
}

/** Counted; a line more or less moves the percentage a little. */
const STEPS: Readonly<Record<KernelSeries, number>> = { '7.3': 1700, '6.12': 1400 }

export function recipeOf(series: KernelSeries): Recipe {
  const folder = join(packageFolder(), 'kernel', series)
  const configFile = join(folder, 'vt.config')
  const patchFile = join(folder, 'vt.patch')
  const hash = createHash('sha256')
    .update(`${String(RECIPE)}\n`)
    .update(readFileSync(configFile))
    .update('\n')
    .update(readFileSync(patchFile))
    .digest('hex')
  return { series, configFile, patchFile, steps: STEPS[series], hash }
}

/** The name of all that goes into a binary. */
export function inputsHash(recipe: Recipe, sourceSha256: string, compiler: string): string {
  return createHash('sha256').update(`${recipe.hash}\n${sourceSha256}\n${compiler}\n`).digest('hex')
}
