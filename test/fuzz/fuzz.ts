import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format } from 'prettier'
import { chooseKernel } from '../../src/kernel/choose.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import { allowedCpus } from '../../src/run/cpus.ts'
import { pooled } from '../../src/run/pool.ts'
import { labOf } from './build.ts'
import { examine, labNameOf, type Examination } from './examine.ts'
import { figuresOf, NONE, sumOf, type Figures } from './figures.ts'
import { isDear } from './generate/draft.ts'
import { labSpecOf } from './generate/lab.ts'
import { Journals } from './journals.ts'
import { labText } from './lab-text.ts'
import { findingText, labLine } from './report.ts'
import type { Bench } from './run.ts'
import { shrink } from './shrink.ts'
import type { LabSpec } from './spec.ts'

export interface FuzzOptions {
  /** One lab each. */
  readonly seeds: Iterable<number>
  /** Folder of what fails: lab files, as drawn and made small. */
  readonly out: string
  /** How many runs a lab that fails may take until it is small; 0: it stays as it was drawn. */
  readonly shrinkRuns: number
  /** Folder of journals that are not written twice; null: every trial runs in a guest. */
  readonly journals: string | null
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** Control, repetition and second opinion: one lab in so many. */
const SAMPLE = 24
/** Findings that only a sampled run can have. */
const SAMPLED = ['repeat', 'opinion']

/** Random labs against theory, one guest a core. */
export async function fuzz({ seeds, out, shrinkRuns, journals: kept, signal, say }: FuzzOptions): Promise<Figures> {
  const { kernel } = chooseKernel('virtual')
  const scratch = mkdtempSync(join(tmpdir(), 'backhoe-fuzz-'))
  const journals = kept === null ? null : new Journals(kept, kernel)
  let figures = NONE
  try {
    await pooled(seeds, allowedCpus(), signal, async (seed, cpu, stop) => {
      const bench: Bench = { kernel, cpu, signal: stop, scratch, journals }
      try {
        await one(seed, bench)
      } catch (error) {
        // No guest can start, or the disk is full: that is the machine's. All else is a finding.
        if (error instanceof BackhoeError && error.exitCode !== 64) throw error
        crashed(seed, error)
      }
    })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  return figures

  async function one(seed: number, bench: Bench): Promise<void> {
    const started = performance.now()
    const spec = labSpecOf(seed)
    const examination = await examine(labOf(spec), labNameOf(seed), seed, { trials: null, sample: SAMPLE }, bench)
    if (examination === null) return
    figures = sumOf(figures, figuresOf(examination))
    say(labLine(spec, examination, performance.now() - started))
    if (examination.findings.length > 0) await keep(spec, examination, bench)
  }

  function crashed(seed: number, error: unknown): void {
    figures = sumOf(figures, { ...NONE, labs: 1, findings: 1 })
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    say(`${String(seed).padStart(10)}  ✗ crash: ${text}`)
    mkdirSync(out, { recursive: true })
    writeFileSync(join(out, `${labNameOf(seed)}.txt`), `${text}\n`)
  }

  async function keep(spec: LabSpec, examination: Examination, bench: Bench): Promise<void> {
    const { seed, findings } = examination
    for (const { kind, trial, text } of findings) say(`            ${kind}: trial ${String(trial)}: ${text}`)
    mkdirSync(out, { recursive: true })
    await write(spec, examination, labNameOf(seed))
    const [first] = findings
    if (first?.trial == null || shrinkRuns === 0) return
    const again = { trials: [first.trial], sample: SAMPLED.includes(first.kind) ? 1 : 0 }
    let small = examination
    const smallest = await shrink(
      spec,
      async (candidate) => {
        const found = bench.signal.aborted ? null : await examine(labOf(candidate), labNameOf(seed), seed, again, bench)
        const fails = found?.findings.some(({ kind }) => kind === first.kind) ?? false
        if (found !== null && fails) small = found
        return fails
      },
      Math.ceil(isDear(spec.topology) ? shrinkRuns / 5 : shrinkRuns),
    )
    if (small !== examination) await write(smallest, small, `${labNameOf(seed)}-small`)
  }

  async function write(spec: LabSpec, examination: Examination, name: string): Promise<void> {
    writeFileSync(join(out, `${name}.lab.ts`), await labText(spec, findingText(examination)))
    const { seed, findings } = examination
    const kept = JSON.stringify({ seed, trial: findings[0]?.trial ?? null, spec })
    writeFileSync(join(out, `${name}.json`), await format(kept, { parser: 'json', printWidth: 120 }))
  }
}
