import { formatNs } from '../../src/model/time.ts'
import type { Examination } from './examine.ts'
import type { Counts, Figures } from './figures.ts'
import { experimentOf } from './run.ts'
import type { LabSpec } from './spec.ts'
import { reasonText } from '../../src/model/reason.ts'
import { silenceText } from '../../src/model/silence.ts'

/** One line for each lab, as it ends. */
export function labLine(spec: LabSpec, { seed, trials, findings }: Examination, wallMs: number): string {
  const { topology, experiment } = spec
  const site = 'generator' in topology ? topology.generator : 'composed'
  const drift = experiment.drift === undefined ? '' : ` with ${experiment.drift.fault}`
  const kinds = [...new Set(findings.map(({ kind }) => kind))]
  return [
    `${String(seed).padStart(10)}  ${site.padEnd(21)} ${experiment.fault.fault}${drift}, held ${experiment.hold}`,
    `${trials.length} trials in ${(wallMs / 1000).toFixed(1)} s${kinds.length === 0 ? '' : `  ✗ ${kinds.join(', ')}`}`,
  ].join(', ')
}

/** What theory said and what was seen, trial by trial: the head of a finding's lab file. */
export function findingText({ seed, plan, trials, findings }: Examination): string {
  const { variants, fault } = experimentOf(plan)
  const taken = variants.filter((_, number) => trials.some(({ measure }) => measure?.variant === number))
  const windows = taken.flatMap((one) => [
    ...one.windows.map(
      ({ on, direction, lowNs, highNs, because }) =>
        `  ${on} ${direction}: ${formatNs(lowNs)} … ${highNs === null ? 'never' : formatNs(highNs)}: ${reasonText(because)}`,
    ),
    ...one.silent.map((silent) => `  ${silenceText(silent)}`),
    ...one.phases.named.map(({ periodNs, because }) => `  phase over ${formatNs(periodNs)}: ${because}`),
  ])
  const measured = trials.flatMap(({ index, phase, failure, measure }) => {
    const head = `  trial ${String(index)} at phase ${phase.toFixed(2)}`
    if (failure !== null || measure === null) return [`${head}: ${failure?.code ?? 'nothing'}`]
    return [
      ...measure.doubts.map((doubt) => `${head} does not count: ${reasonText(doubt)}`),
      ...measure.flows.map(({ name, direction, outcome, outageNs, atLeastNs, errorNs, reversionOutageNs }) => {
        const ns = formatNs(outageNs ?? atLeastNs ?? 0)
        return `${head}: ${name} ${direction} ${outcome} ${ns} ± ${formatNs(errorNs)}, after the healing ${formatNs(reversionOutageNs ?? 0)}`
      }),
      ...measure.sessions.map(
        ({ name, verdict, stallNs }) => `${head}: ${name} ${verdict}, stalled ${formatNs(stallNs)}`,
      ),
    ]
  })
  return [
    `Seed ${seed}: ${fault.on} ${fault.text}${fault.drift === null ? '' : `; drift: ${fault.drift}`}`,
    '',
    ...findings.map(({ kind, trial, text }) => `${kind}: ${trial === null ? 'control' : `trial ${trial}`}: ${text}`),
    '',
    'Theory:',
    ...windows,
    'Measured:',
    ...measured,
    '',
    ...findings
      .slice(0, 1)
      .map(({ trial }) => `Again: backhoe run FILE --seed ${seed}${trial === null ? '' : ` --trial ${trial}`}`),
  ].join('\n')
}

/** Tables for people, and a last line for programs: `fuzz: 25 labs, 75 trials, 0 findings, 12 % silent, tightness 0.71`. */
export function figuresText(figures: Figures): string {
  const { labs, trials, findings, spoken, silent, reached, doubtful } = figures
  const directions = spoken + total(silent)
  const shares = Object.values(reached).flat()
  const tight = Object.entries(reached).map(([what, all]): readonly [string, string] => [
    what,
    `${mean(all).toFixed(2)} of ${all.length} windows`,
  ])
  return [
    ...table(`silent in ${total(silent)} of ${directions} directions`, percentages(silent, directions)),
    ...table(`without a figure: ${total(doubtful)} of ${trials} trials`, percentages(doubtful, trials)),
    ...table('share of the window that was reached', tight),
    `fuzz: ${labs} labs, ${trials} trials, ${findings} findings, ${percent(total(silent), directions)} silent, tightness ${shares.length === 0 ? 'unknown' : mean(shares).toFixed(2)}`,
  ].join('\n')
}

function table(head: string, rows: readonly (readonly [string, string])[]): string[] {
  return rows.length === 0 ? [] : [`${head}:`, ...rows.map(([what, value]) => `  ${value.padStart(6)}  ${what}`), '']
}

const percentages = (counts: Counts, all: number): readonly (readonly [string, string])[] =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([what, count]) => [what, percent(count, all)])

const percent = (part: number, all: number): string => `${all === 0 ? 0 : Number(((100 * part) / all).toFixed(1))} %`
const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
