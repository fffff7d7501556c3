// `make fuzz`: random labs against theory. Options come from the environment, as make gives them: LABS, HOURS, SEED, SHRINK, OUT, JOURNALS.
import { join } from 'node:path'
import { reportFailure } from '../../src/cli/output.ts'
import { freshSeed } from '../../src/run/seed.ts'
import { fuzz } from './fuzz.ts'
import { given } from './given.ts'
import { figuresText } from './report.ts'

const number = (name: string): number | null => given(name, 'make fuzz LABS=25 SEED=7')

const hours = number('HOURS')
const labs = number('LABS') ?? (hours === null ? 25 : Infinity)
const seed = number('SEED') ?? freshSeed() % 1_000_000_000
const shrinkRuns = number('SHRINK') ?? 40
const out = process.env['OUT'] || join('runs', 'fuzz')
const journals = process.env['JOURNALS'] || null

const stop = new AbortController()
process.on('SIGINT', () => {
  stop.abort()
})
const endMs = performance.now() + (hours ?? Infinity) * 3_600_000

function* seeds(): Generator<number> {
  for (let lab = 0; lab < labs && performance.now() < endMs; lab++) yield seed + lab
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
say(`fuzz: seed ${seed}${labs === Infinity ? '' : `, ${labs} labs`}; one lab again: make fuzz LABS=1 SEED=…\n`)
const figures = await fuzz({
  seeds: seeds(),
  out,
  shrinkRuns,
  journals,
  signal: stop.signal,
  say,
}).catch((error: unknown) => {
  // No kernel, no room, a defect of the fuzzer's own: nothing was asked, and nothing was found.
  process.exit(reportFailure(error))
})
say(`\n${figuresText(figures)}`)
process.exitCode = stop.signal.aborted ? 130 : figures.findings > 0 ? 1 : 0
