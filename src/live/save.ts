import { FAULT_WORDS, argumentsOf, LIVE_RECOVER_NS } from '../lab/live-fault.ts'
import type { FlowMeasure, SessionMeasure, TrialMeasure } from '../model/measure.ts'
import type { ExperimentPlan, Plan } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import { formatNs, seconds, type Ns } from '../model/time.ts'
import type { Direction } from '../model/traffic.ts'
import type { BenchFault } from './event.ts'
import { nameOf, outageText } from './text.ts'

/** Where theory knows no top, another phase of the timers may take longer than the one that was measured. */
const UNKNOWN_PHASE = 1.5
const TRIALS = 20
const NODE_WORDS: readonly string[] = ['off', 'hang']

interface Saved {
  readonly fault: BenchFault
  readonly trial: TrialMeasure
}

/**
 * A lab file of the topology and traffic of another one, with an experiment of every fault that was alone and is measured. A target lies
 * just above what was measured, and above what the timers allow at another phase. `labImport`: the other file, as the new one imports it.
 * @throws BackhoeError (64) `nothing-to-save`
 */
export function labText(faults: readonly BenchFault[], plan: Plan, labImport: string): string {
  const saved = faults.flatMap((fault): Saved[] =>
    fault.trial === null || !isAlone(fault, faults) ? [] : [{ fault, trial: fault.trial }],
  )
  const experiments = saved.flatMap((one) => experimentLines(one, plan))
  if (experiments.length === 0)
    return fail({
      code: 'nothing-to-save',
      what: 'no fault was alone, healed and measured',
      next: 'heal all, then wait, then save',
    })
  const calls = [...new Set(saved.map(({ fault }) => FAULT_WORDS[fault.words.word]))].sort()
  const named = [...new Set(saved.map(({ fault }) => finderOf(fault)))].sort()
  const left = faults.filter((fault) => !saved.some((one) => one.fault === fault))
  return [
    `// Faults of a live lab, ${plan.lab}, as experiments.`,
    ...left.map((fault) => `// Left out: ${nameOf(fault)}, which was not alone, or was not measured to its end.`),
    `import { defineLab, ${named.join(', ')} } from 'backhoe-lab'`,
    `import { ${calls.join(', ')} } from 'backhoe-lab/chaos'`,
    `import lab from ${quoted(labImport)}`,
    '',
    'export default defineLab({',
    '  topology: lab,',
    '  traffic: lab.traffic,',
    '  experiments: {',
    ...experiments,
    '  },',
    '})',
    '',
  ].join('\n')
}

/** From its injection until what followed its healing had been watched no other fault was there. */
function isAlone(fault: BenchFault, faults: readonly BenchFault[]): boolean {
  const untilNs = (one: BenchFault): Ns => (one.healedNs ?? Infinity) + LIVE_RECOVER_NS
  return faults.every(
    (other) => other === fault || other.injectedNs > untilNs(fault) || untilNs(other) < fault.injectedNs,
  )
}

function experimentLines({ fault, trial }: Saved, plan: Plan): readonly string[] {
  const { planned, words, number } = fault
  const targets = [
    ...plan.flows.flatMap(({ name }) => flowTarget(name, trial, planned)),
    ...trial.sessions.flatMap((session) => sessionTarget(session, planned)),
  ]
  if (targets.length === 0) return []
  const measured = [
    ...trial.flows.map((flow) => `${flow.name} ${flow.direction}: ${outageText(flow)}`),
    ...trial.sessions.map(({ name, verdict, stallNs }) => `${name}: ${verdict}, stall of ${formatNs(stallNs)}`),
  ]
  const given = argumentsOf(words.word, words.options).map(literal)
  const target = `${finderOf(fault)}(lab, ${quoted(words.on)})`
  return [
    ...measured.map((text) => `    // ${text}`),
    `    ${quoted(
      `${String(number)} ${nameOf(fault)
        .replace(/^#\d+ /, '')
        .replaceAll(/[/\\]/g, ' ')}`,
    )}: {`,
    `      fault: ${FAULT_WORDS[words.word]}(${[target, ...given].join(', ')}),`,
    `      hold: '${String(Math.round(planned.holdNs / 1e6))}ms',`,
    `      trials: ${String(TRIALS)},`,
    '      targets: {',
    ...targets.map((text) => `        ${text},`),
    '      },',
    '    },',
  ]
}

const finderOf = ({ words }: BenchFault): string => (NODE_WORDS.includes(words.word) ? 'namedNode' : 'namedCable')

/** Of a flow whose every direction came back, `outage`; of one that did not before the healing, `back`. */
function flowTarget(name: string, trial: TrialMeasure, planned: ExperimentPlan): readonly string[] {
  const flows = trial.flows.filter((flow) => flow.name === name)
  const returned = Math.max(...flows.map(({ reversionOutageNs, errorNs }) => bounded(reversionOutageNs, errorNs)))
  const returning = returned > 0 ? [`reversionOutage: '< ${above(UNKNOWN_PHASE * returned)}'`] : []
  if (flows.some(({ atLeastNs }) => atLeastNs !== null)) {
    const backNs = Math.max(...flows.map(({ backNs, errorNs }) => bounded(backNs, errorNs)))
    return [
      `${key(name)}: { back: '< ${above(UNKNOWN_PHASE * Math.max(backNs, ...flows.map(({ errorNs }) => errorNs)))}' }`,
    ]
  }
  const tops = flows.map((flow) => topOf(flow, planned))
  return [`${key(name)}: { ${[`outage: '< ${above(Math.max(...tops))}'`, ...returning].join(', ')} }`]
}

const bounded = (ns: Ns | null, errorNs: Ns): Ns => (ns === null || ns === 0 ? 0 : ns + errorNs)

/** What a direction may lose at any phase. */
function topOf({ name, direction, outageNs, errorNs }: FlowMeasure, planned: ExperimentPlan): Ns {
  const measuredNs = (outageNs ?? 0) + errorNs
  const top = windowTop(planned, name, direction)
  return top === null ? UNKNOWN_PHASE * measuredNs : Math.max(measuredNs, top + errorNs)
}

function sessionTarget(
  { name, verdict, stallNs, stallAtLeastNs, errorNs }: SessionMeasure,
  planned: ExperimentPlan,
): readonly string[] {
  if (verdict === 'unknown' || verdict === 'dead' || stallAtLeastNs !== null) return []
  const top = windowTop(planned, name)
  const stall = top === null ? UNKNOWN_PHASE * (stallNs + errorNs) : Math.max(stallNs, top) + errorNs
  // At another phase one that was not even touched may have to send again.
  const atLeast = verdict === 'untouched' ? 'survived' : verdict
  return [`${key(name)}: { atLeast: '${atLeast}', stall: '< ${above(stall)}' }`]
}

/** Over all that the fault may strike at; null: theory knows none. */
function windowTop({ variants }: ExperimentPlan, on: string, direction?: Direction): Ns | null {
  const tops = variants.map(
    ({ windows }) => windows.find((one) => one.on === on && one.direction === direction)?.highNs ?? null,
  )
  return tops.reduce<Ns | null>((a, b) => (a === null || b === null ? null : Math.max(a, b)), 0)
}

/** Two digits, upwards. */
function above(ns: Ns): string {
  const unit = ns >= seconds(1) ? 1e9 : 1e6
  const value = ns / unit
  const step = 10 ** (Math.floor(Math.log10(Math.max(value, 1))) - 1)
  const up = (Math.floor(value / step) + 1) * step
  return `${String(Number(up.toFixed(1)))}${unit === 1e9 ? 's' : 'ms'}`
}

const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`
const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : quoted(name))

function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return String(value)
  return `{ ${Object.entries(value)
    .map(([name, one]) => `${key(name)}: ${literal(one)}`)
    .join(', ')} }`
}
