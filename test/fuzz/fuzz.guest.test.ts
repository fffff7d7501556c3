import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { chooseKernel } from '../../src/kernel/choose.ts'
import { allowedCpus } from '../../src/run/cpus.ts'
import { labOf } from './build.ts'
import { examine, labNameOf } from './examine.ts'
import { fuzz } from './fuzz.ts'
import type { LabSpec } from './spec.ts'

const SOURCES = join(import.meta.dirname, '../../src')
/** The core, and what each mechanism adds to it. */
const THEORY = /^(theory\/|mechanisms\/[^/]+\/theory[.-])/
const LABS = process.env['PROVE'] === '1' ? 120 : 40

/**
 * New labs for each theory, and the same ones for each run of it: in virtual time they pass again wherever they have passed, and
 * a change that has nothing to do with theory meets none that nobody has seen (docs/fuzzing.md).
 */
function firstSeed(): number {
  const hash = createHash('sha256')
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ts$/.test(name))
  for (const name of files.filter((one) => THEORY.test(one)).toSorted())
    hash.update(name).update(readFileSync(join(SOURCES, name)))
  return hash.digest().readUInt32BE() % 1_000_000_000
}

const never = new AbortController().signal
const scratch = mkdtempSync(join(tmpdir(), 'backhoe-fuzz-'))
afterAll(() => {
  rmSync(scratch, { recursive: true })
})

/** 130 s of each of two cores; a busy machine takes longer, and `make prove` three times as long. */
const LIMIT_MS = 60 * 60_000

test('random labs: theory and measurement agree, and no story contradicts itself', { timeout: LIMIT_MS }, async () => {
  const lines: string[] = []
  const first = firstSeed()
  const seeds = Array.from({ length: LABS }, (_, lab) => first + lab)
  const say = (line: string): number => lines.push(line)
  const figures = await fuzz({ seeds, out: join(scratch, 'out'), shrinkRuns: 0, journals: null, signal: never, say })
  expect(figures.labs).toBe(LABS)
  expect(figures.findings, lines.filter((line) => line.includes(': trial ') || line.includes('✗')).join('\n')).toBe(0)
})

const CORPUS = join(import.meta.dirname, 'corpus')
const corpus = readdirSync(CORPUS).filter((name) => name.endsWith('.json'))

// What was found once and has been mended stays found: each of these failed when it was written down.
test.each(corpus)('corpus/%s', async (name) => {
  const { seed, spec, trial } = JSON.parse(readFileSync(join(CORPUS, name), 'utf8')) as Kept
  const { kernel } = chooseKernel('virtual')
  const bench = { kernel, cpu: allowedCpus()[0] ?? 0, signal: never, scratch, journals: null }
  const found = await examine(labOf(spec), labNameOf(seed), seed, { trials: [trial], sample: 0 }, bench)
  expect(found?.trials).toHaveLength(1)
  expect(found?.findings).toEqual([])
})

/** A lab of the corpus, with the number of the trial that failed. */
interface Kept {
  readonly seed: number
  readonly trial: number
  readonly spec: LabSpec
}
