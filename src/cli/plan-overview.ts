import { leastNs } from '../model/least-time.ts'
import { streamsText, type ExperimentPlan, type FaultVariant, type Plan, type SessionPlan } from '../model/plan.ts'
import { formatNs, type Ns } from '../model/time.ts'
import { hanging, plural } from '../report/text.ts'
import { phaseLines } from './plan-phases.ts'
import { outlookOf } from './plan-targets.ts'
import { shownWindows, silenceLines, type ShownWindow } from './plan-windows.ts'

/** Seconds of holding and watching a second, in virtual time on two cores: 64 in docs/benchmarks.md count what settling takes as well. */
const VIRTUAL_PACE = 40

/** A word, and what there is to say of it. */
type Fact = readonly [word: string, text: string]

/** What a person wants to know before a run: what breaks, what the timers allow, what was promised, and how long it takes. */
export function planOverview(plan: Plan, { hz, width }: { readonly hz: number; readonly width: number }): string {
  const { lab, topology, nodes, cables, flows, sessions, needs, experiments } = plan
  const head = `${lab}: ${topology}, ${plural(nodes.length, 'node')}, ${plural(cables.length, 'cable')}, HZ ${String(hz)}`
  const facts: Fact[] = [
    ...flows.map((flow): Fact => [
      'traffic',
      `${flow.name}: ${streamsText(flow)}, ${String(flow.ratePps)} packets a second each`,
    ]),
    ...sessions.map((session): Fact => ['traffic', sessionText(session)]),
    ['needs', needs.join(', ')],
    ['takes', timeText(experiments)],
  ]
  const blocks = [
    [head, ...factLines(facts, width)],
    ...experiments.map((experiment) => [experiment.name, ...factLines(experimentFacts(experiment), width)]),
    ['More: --commands (ip and tc), --timeline (one trial, step by step), --json (all of it as data)'],
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** The word stands where it begins to hold. */
const factLines = (facts: readonly Fact[], width: number): string[] =>
  facts.flatMap(([word, text], at) => hanging(`  ${(facts[at - 1]?.[0] === word ? '' : word).padEnd(8)} `, text, width))

function sessionText({ name, kind, intervalNs, sizeBytes, rateKbit }: SessionPlan): string {
  const pace =
    kind === 'tcp'
      ? `echo of ${String(sizeBytes)} bytes every ${formatNs(intervalNs)}`
      : `writer of ${String(rateKbit)} kbit/s`
  return `${name}: ${pace} over TCP`
}

function experimentFacts(experiment: ExperimentPlan): Fact[] {
  const { fault, gate, holdNs, recoverNs, trials, variants, targets } = experiment
  return [
    [
      'fault',
      `${fault.on}: ${fault.text}; held ${formatNs(holdNs)}, watched ${formatNs(recoverNs)} more; ${plural(trials, 'trial')} and a control`,
    ],
    ...(fault.drift === null ? [] : [['drift', `${fault.drift}, from the start`] satisfies Fact]),
    ...(gate.rehearsal.length === 0
      ? []
      : [['rehearse', gate.rehearsal.map(({ text }) => text).join('; ')] satisfies Fact]),
    ...targets.map((target): Fact => {
      const { is, text } = outlookOf(target, experiment)
      return ['target', `${WORDS[is]} ${target.on} ${target.text}: ${text}`]
    }),
    ...variants.flatMap(variantFacts),
  ]
}

const WORDS = { fits: '[fits]  ', risk: '[risk]  ', cannot: '[cannot]', open: '[open]  ' } as const

const variantFacts = ({ when, on, windows, silent, phases }: FaultVariant): Fact[] => [
  ...(when === null ? [] : [['if', `${when.node} ${when.name} is ${when.state}: on ${on}`] satisfies Fact]),
  ...shownWindows(windows).map((window): Fact => ['window', windowText(window)]),
  ...silenceLines(silent).map((line): Fact => ['silence', line]),
  ...phaseLines(phases).map((line): Fact => ['phase', line]),
]

/** Sources are with the commands: here one reads the timers. */
const windowText = ({ on, range, because }: ShownWindow): string => `${on}: ${range} (${because})`

/** What a trial waits for beyond that, until all has settled, is not known before. */
function timeText(experiments: readonly ExperimentPlan[]): string {
  const count = experiments.reduce((sum, { trials }) => sum + trials + 1, 0)
  const labNs = experiments.reduce((sum, experiment) => sum + (experiment.trials + 1) * leastNs(experiment), 0)
  return `${plural(count, 'trial')} with controls, ${longText(labNs)} of laboratory time and what settling takes; in virtual time on two cores about ${longText(labNs / VIRTUAL_PACE)}`
}

const longText = (ns: Ns): string =>
  ns < 120e9 ? formatNs(Math.ceil(ns / 1e9) * 1e9) : `${String(Math.round(ns / 60e9))} min`
