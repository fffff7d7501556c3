import { parseBound } from '../lab/target.ts'
import type { DurationText } from '../model/time.ts'
import type { ExperimentSummary, Summary, TargetSummary } from '../report/schema.ts'
import { targetDetails } from '../report/target-details.ts'
import { ExperimentRun, LabRun, type FlowRun, type SessionRun } from './lab-run.ts'

/** What `expect` can say of a run. */
export interface LabMatchers<R = unknown> {
  /** Of a run or an experiment: every target is met. */
  toMeetItsTargets(): R
  /** Of a flow: in every trial the outage, with its error bar, is within the bound, and so is all that its timers allow. */
  toRecoverWithin(bound: DurationText): R
  /** Of a flow: theory has a window for both directions, and every outage lies inside it. */
  toStayInsideItsWindow(): R
  /** Of a session: it survives in every trial. */
  toSurvive(): R
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-empty-object-type -- the parameter must be vitest's own.
  interface Matchers<T = any> extends LabMatchers<T> {}
}

interface Found {
  readonly pass: boolean
  readonly message: () => string
}

export const matchers = {
  toMeetItsTargets: (received: unknown): Found => {
    const experiments = experimentsOf(received)
    const judged = experiments.flatMap(({ run, summary }) =>
      summary.targets.map((target) => ({ run: run.summary, experiment: summary, target })),
    )
    if (judged.length === 0) throw new TypeError('toMeetItsTargets: the run has no targets, so that it keeps nothing')
    const broken = judged.filter(({ target }) => target.verdict === 'missed')
    const open = judged.filter(({ target }) => target.verdict === 'unknown')
    if (broken.length === 0) refuseUnknown(open)
    return {
      pass: broken.length === 0,
      message: () =>
        broken.length === 0 ? `all ${String(judged.length)} targets are met` : textOf([...broken, ...open]),
    }
  },
  toRecoverWithin: (received: unknown, bound: DurationText): Found => {
    const { name: on, experiment } = traffic(received, 'flow', 'toRecoverWithin')
    const parsed = parseBound(`<= ${bound}`)
    return verdictOf(
      experiment,
      experiment.judged({ on, metric: 'outage', bound: parsed, text: `outage ${parsed.text}` }),
    )
  },
  toSurvive: (received: unknown): Found => {
    const { name: on, experiment } = traffic(received, 'session', 'toSurvive')
    const target = { on, metric: 'atLeast', atLeast: 'survived', text: 'atLeast survived' } as const
    return verdictOf(experiment, experiment.judged(target))
  },
  toStayInsideItsWindow: (received: unknown): Found => {
    const { name, experiment } = traffic(received, 'flow', 'toStayInsideItsWindow')
    const { windows, silences, outside, trials } = experiment.summary
    const say = (what: string): string => `${name} in “${experiment.summary.name}”: ${what}`
    const silent = silences.find((one) => one.on === name)
    if (silent !== undefined) throw new Error(say(`theory has no window: ${silent.because.text}`))
    if (!windows.some((one) => one.on === name)) throw new Error(say('theory has no window'))
    const doubtful = trials.find(({ doubts }) => doubts.length > 0)
    const found = outside.find((one) => one.on === name)
    if (found === undefined && doubtful !== undefined)
      throw new Error(
        say(`trial ${String(doubtful.index)} does not count: ${doubtful.doubts.map(({ text }) => text).join('; ')}`),
      )
    if (trials.length === 0) throw new Error(say('no trial ran'))
    return {
      pass: found === undefined,
      message: () =>
        say(found === undefined ? `all ${String(trials.length)} trials lie inside their window` : found.because.text),
    }
  },
}

interface Judged {
  readonly run: Summary
  readonly experiment: ExperimentSummary
  readonly target: TargetSummary
}

function verdictOf({ run, summary: experiment }: ExperimentRun, target: TargetSummary): Found {
  const judged = { run: run.summary, experiment, target }
  if (target.verdict === 'unknown') refuseUnknown([judged])
  return { pass: target.verdict === 'met', message: () => textOf([judged]) }
}

/** Neither a matcher nor its negation may pass where nothing is known. */
function refuseUnknown(open: readonly Judged[]): void {
  if (open.length > 0) throw new Error(textOf(open))
}

const textOf = (judged: readonly Judged[]): string =>
  judged
    .map(
      ({ run, experiment, target }) =>
        `${target.verdict}: ${target.on} in “${experiment.name}”: ${target.measured}, bound ${target.bound}\n${targetDetails(run, experiment, target)}`,
    )
    .join('\n\n')

function experimentsOf(received: unknown): readonly ExperimentRun[] {
  if (received instanceof ExperimentRun) return [received]
  if (received instanceof LabRun) return received.summary.experiments.map(({ name }) => received.experiment(name))
  throw new TypeError('toMeetItsTargets: expected what runLab returned, or an experiment of it')
}

function traffic<Kind extends 'flow' | 'session'>(
  received: unknown,
  kind: Kind,
  matcher: string,
): Extract<FlowRun | SessionRun, { kind: Kind }> {
  const one = received as Partial<FlowRun | SessionRun> | null | undefined
  if (one?.kind === kind && one.experiment instanceof ExperimentRun)
    return one as Extract<FlowRun | SessionRun, { kind: Kind }>
  throw new TypeError(`${matcher}: expected run.experiment('…').${kind}('…')`)
}
