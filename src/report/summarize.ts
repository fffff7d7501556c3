/*
 * The room of reports: plan, journal and verdicts become `summary.json`, the terminal's text and JUnit.
 * It owns every word that a run prints of its results, and the schema of the summary.
 * It never runs anything: `backhoe report` renders an old run byte for byte as the run itself did.
 * Begin here: `summarize`, below, makes the summary from which all else is rendered. `story/` turns one trial into data
 * on one axis of time, from which the trial is drawn. `terminal.ts` makes the page for people (`promises.ts`, `experiment.ts`,
 * `flow.ts`), `reporters/` has what `--reporter` names, `folder.ts` reads a run back, `merge.ts` joins shards.
 */
import { splitTrials, startOf } from '../journal/trials.ts'
import { coverageOf, type Coverage } from '../measure/coverage.ts'
import { CONTROL, measureTrial } from '../measure/trial.ts'
import { outsideWindow, windowsOf } from '../measure/window.ts'
import type { StateMatch } from '../model/handle.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { FlowMeasure, SessionMeasure, TargetVerdict, TrialMeasure } from '../model/measure.ts'
import type { ExperimentPlan, Plan } from '../model/plan.ts'
import { silenceText, type Silence } from '../model/silence.ts'
import { toMs } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import type { UsualTop } from '../model/window.ts'
import { spanOf } from '../measure/span.ts'
import { holesOf } from './holes.ts'
import { summarizeReason } from './reason.ts'
import { summarizeTarget } from './target.ts'
import { judge } from '../verdict/judge.ts'
import type { RunMeta } from './meta.ts'
import type { ExperimentSummary, FlowSummary, Summary, TargetSummary, TrialSummary } from './schema.ts'

/** A run's plan, journal and meta as `summary.json`. Pure: the same three give the same bytes. */
export function summarize(plan: Plan, events: readonly JournalEvent[], meta: RunMeta): Summary {
  const journals = splitTrials(events)
  const measured = journals.map((journal) => ({
    experiment: startOf(journal).experiment,
    measure: measureTrial(journal, plan),
    journal,
  }))
  const experiments = plan.experiments.map((experiment, index) => {
    const own = measured.filter((one) => one.experiment === index)
    const holes = (verdict: TargetVerdict): TargetSummary['holes'] => {
      const decisive = own.find(({ measure }) => measure.index === verdict.trial)
      if (verdict.verdict === 'met' || decisive === undefined) return []
      const { journal, measure } = decisive
      return holesOf(verdict.on, { plan, experiment, events: journal, span: spanOf(journal), flows: measure.flows })
    }
    return summarizeExperiment(
      experiment,
      own.map((one) => one.measure),
      holes,
    )
  })
  const verdicts = experiments.flatMap((experiment) => experiment.targets.map((target) => target.verdict))
  const count = (verdict: string): number => verdicts.filter((one) => one === verdict).length
  const interrupts = events.flatMap((event) => (event.ev === 'spin-interrupts' ? [event.count] : []))
  return {
    schema: 2,
    lab: plan.lab,
    file: meta.file,
    runtime: meta.runtime,
    kernel: meta.kernel,
    hz: meta.hz,
    virtualTime: meta.virtualTime,
    seed: meta.seed,
    identity: meta.identity,
    versions: Object.fromEntries(Object.entries(meta.versions).sort(([a], [b]) => (a < b ? -1 : 1))),
    wallMs: meta.wallMs,
    labMs: toMs(journals.reduce((all, journal) => all + (journal.at(-1)?.t ?? 0), 0)),
    ...(meta.flags === undefined ? {} : { flags: meta.flags }),
    status: meta.status,
    ...(interrupts.length === 0 ? {} : { struck: interrupts.reduce((all, one) => all + one, 0) }),
    experiments,
    counts: { met: count('met'), missed: count('missed'), unknown: count('unknown') },
  }
}

/** What two runs of one lab and seed must agree on to the byte. */
export const withoutWallTime = (summary: Summary): Summary => ({ ...summary, wallMs: 0 })

/** Makes the summary of one experiment from the measures of its control and its trials. `holes` says where packets ended; default: nothing. */
export function summarizeExperiment(
  experiment: ExperimentPlan,
  measures: readonly TrialMeasure[],
  holes: (verdict: TargetVerdict) => TargetSummary['holes'] = () => [],
): ExperimentSummary {
  const control = measures.find((measure) => measure.index === CONTROL)
  const trials = measures.filter((measure) => measure.index !== CONTROL).sort((a, b) => a.index - b.index)
  const { kind, on, text } = experiment.fault
  return {
    name: experiment.name,
    fault: { kind, on, effect: text },
    windows: windowsOf(experiment, trials).map((window) => ({
      on: window.on,
      ...(window.direction === undefined ? {} : { direction: window.direction }),
      lowMs: toMs(window.lowNs),
      highMs: msOrNull(window.highNs),
      ...(window.unhealedNs === undefined ? {} : { unhealedMs: msOrNull(window.unhealedNs) }),
      ...(window.usual === undefined ? {} : { usual: summarizeUsual(window.usual) }),
      detection: window.detection === null ? null : stateOf(window.detection),
      because: summarizeReason({ ...window.because, source: window.source, timers: window.timers }),
    })),
    silences: silencesOf(experiment, trials).map(({ on: name, direction, because }) => ({
      on: name,
      direction,
      because: summarizeReason(because),
    })),
    phases: coverageOf(experiment, trials).map(summarizeCoverage),
    control: { flows: control?.flows.map(summarizeFlow) ?? [], doubts: (control?.doubts ?? []).map(summarizeReason) },
    trials: trials.map(summarizeTrial),
    outside: outsideWindow(experiment, trials).map(({ because, likely, ...one }) => ({
      ...one,
      because: summarizeReason(because),
      likely: likely.map(summarizeReason),
    })),
    targets: judge(experiment, trials, control ?? null).map((verdict, index) =>
      summarizeTarget(verdict, experiment.targets[index], holes(verdict)),
    ),
  }
}

/** Of the variants that these trials took, or of all where there is no trial. */
function silencesOf({ variants }: ExperimentPlan, trials: readonly TrialMeasure[]): readonly Silence[] {
  const taken = new Set(trials.map(({ variant }) => variant))
  const silent = variants.flatMap((variant, index) => (taken.size === 0 || taken.has(index) ? variant.silent : []))
  return [...new Map(silent.map((one) => [silenceText(one), one])).values()]
}

const stateOf = ({ watch, node, name, state }: StateMatch): StateMatch => ({ watch, node, name, state })

const summarizeCoverage = ({
  periodNs,
  largestGapNs,
  evenGapNs,
  ...rest
}: Coverage): ExperimentSummary['phases'][number] => ({
  timer: rest.timer,
  source: rest.source,
  periodMs: toMs(periodNs),
  chosen: rest.chosen,
  trials: rest.trials,
  of: rest.of,
  largestGapMs: toMs(largestGapNs),
  evenGapMs: toMs(evenGapNs),
  covered: rest.covered,
})

const summarizeTrial = (trial: TrialMeasure): TrialSummary => ({
  index: trial.index,
  seed: trial.seed,
  phases: trial.phases.map(({ timer, phase }) => ({ timer, phase })),
  gate: { passed: trial.gate.passed, because: trial.gate.because },
  fault: {
    injectedNs: pair(trial.fault.injectedNs),
    healedNs: pair(trial.fault.healedNs),
    proof: { ...trial.fault.proof, evidence: [...trial.fault.proof.evidence] },
  },
  flows: trial.flows.map(summarizeFlow),
  sessions: trial.sessions.map(summarizeSession),
  doubts: trial.doubts.map(summarizeReason),
})

const summarizeFlow = (flow: FlowMeasure): FlowSummary => ({
  name: flow.name,
  direction: flow.direction,
  streams: flow.streams,
  affected: flow.affected,
  sent: flow.sent,
  received: flow.received,
  lost: flow.lost,
  overdue: flow.overdue,
  duplicated: flow.duplicated,
  reordered: flow.reordered,
  outcome: flow.outcome,
  outages: flow.outages.map((outage) => ({ ...outage })),
  outageMs: msOrNull(flow.outageNs),
  atLeastMs: msOrNull(flow.atLeastNs),
  goneMs: msOrNull(flow.goneNs),
  backMs: msOrNull(flow.backNs),
  backAtLeastMs: msOrNull(flow.backAtLeastNs),
  totalMs: toMs(flow.totalNs),
  worstLoss: { ...flow.worstLoss },
  errorMs: toMs(flow.errorNs),
  detectionMs: msOrNull(flow.detectionNs),
  reversionTimeMs: msOrNull(flow.reversionTimeNs),
  reversionAwayMs: msOrNull(flow.reversionAwayNs),
  reversionOutageMs: msOrNull(flow.reversionOutageNs),
  reversionAtLeastMs: msOrNull(flow.reversionAtLeastNs),
  noise: flow.noise.map((outage) => ({ ...outage })),
})

const summarizeSession = (session: SessionMeasure): TrialSummary['sessions'][number] => ({
  name: session.name,
  verdict: session.verdict,
  stallMs: toMs(session.stallNs),
  stallAtLeastMs: msOrNull(session.stallAtLeastNs),
  errorMs: toMs(session.errorNs),
  evidence: [...session.evidence],
})

const msOrNull = (value: Ns | null): number | null => (value === null ? null : toMs(value))
const pair = (stamps: readonly [Ns, Ns] | null): [Ns, Ns] | null => (stamps === null ? null : [stamps[0], stamps[1]])

const summarizeUsual = ({ highNs, phases, of }: UsualTop) => ({ highMs: toMs(highNs), phases, of })
