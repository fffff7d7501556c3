import type { StreamRecord } from '../../../src/model/journal.ts'
import type { Target } from '../../../src/model/target.ts'
import { formatNs, type Ns } from '../../../src/model/time.ts'
import type { RunMeta } from '../../../src/report/meta.ts'
import { renderJunit } from '../../../src/report/reporters/junit/junit.ts'
import { summarize } from '../../../src/report/summarize.ts'
import { renderTerminal } from '../../../src/report/terminal.ts'
import { judge } from '../../../src/verdict/judge.ts'
import { HZ } from '../build.ts'
import { experimentOf } from '../run.ts'
import type { Examined, Finding, Oracle } from './finding.ts'
import { wholeTrials, type WholeTrial } from './whole.ts'
import { reasonText } from '../../../src/model/reason.ts'

/** A bound on an outage is met or missed by the packets themselves, and a run can be reported whatever has happened in it. */
export const verdicts: Oracle = (examined) => [...judged(examined), ...reported(examined)]

function judged(examined: Examined): Finding[] {
  const { plan, trials, control } = examined
  const measures = trials.flatMap(({ measure }) => (measure === null ? [] : [measure]))
  const experiment = { ...experimentOf(plan), trials: measures.length }
  const whole = wholeTrials(examined)
  return judge(experiment, measures, control?.measure ?? null).flatMap(({ verdict, because }, at): Finding[] => {
    const target = experiment.targets[at]
    const said = (text: string): Finding => ({ kind: `verdict ${verdict}`, trial: null, text })
    if (because.rule === 'judge-failed') return [said(reasonText(because))]
    if (target?.metric !== 'outage' || target.bound.statistic.of !== 'every') return []
    const limitNs = target.bound.limitNs
    const [least, most] = [whole.map((trial) => leastNs(trial, target)), whole.map((trial) => mostNs(trial, target))]
    const [worst, all] = [Math.max(0, ...least), Math.max(0, ...most)]
    if (verdict === 'met' && worst > limitNs)
      return [said(`${target.text} on ${target.on}, and ${formatNs(worst)} in a row`)]
    if (verdict === 'missed' && all < limitNs)
      return [said(`${target.text} on ${target.on}, and ${formatNs(all)} in all`)]
    return []
  })
}

/** What a stream lost in a row between fault and healing, less the error. */
const leastNs = (trial: WholeTrial, target: Target): Ns =>
  Math.max(0, ...streamsOf(trial, target).map((stream) => longestNs(stream, trial) - errorNs(trial, target)))

/** All that a stream lost since the fault, and the error. */
const mostNs = (trial: WholeTrial, target: Target): Ns =>
  Math.max(0, ...streamsOf(trial, target).map((stream) => totalNs(stream, trial) + errorNs(trial, target)))

const streamsOf = ({ streams }: WholeTrial, { on }: Target): readonly StreamRecord[] =>
  streams.filter(({ flow }) => flow === on)

const errorNs = ({ measure }: WholeTrial, { on }: Target): Ns =>
  Math.max(0, ...measure.flows.flatMap((flow) => (flow.name === on ? [flow.errorNs] : [])))

function longestNs({ lost, firstNs, stepNs }: StreamRecord, { injectedNs, healedNs }: WholeTrial): Ns {
  const [first, end] = [Math.ceil((injectedNs - firstNs) / stepNs), Math.floor((healedNs - firstNs) / stepNs)]
  return Math.max(0, ...lost.map(([low, high]) => (Math.min(high, end - 1) - Math.max(low, first) + 1) * stepNs))
}

/** A stream that was down when the fault struck has its outage from before. What waits until the healing shows no end of an outage. */
function totalNs({ lost, held = [], firstNs, stepNs }: StreamRecord, { injectedNs }: WholeTrial): Ns {
  const first = Math.floor((injectedNs - firstNs) / stepNs)
  const waitedNs = Math.max(0, ...held.map(([, delayNs]) => delayNs))
  return lost.reduce((sum, [low, high]) => sum + (high < first ? 0 : high - low + 1), 0) * stepNs + waitedNs
}

const META: RunMeta = {
  schema: 1,
  file: 'fuzz.lab.ts',
  runtime: 'netns',
  kernel: 'virtual',
  hz: HZ,
  virtualTime: true,
  seed: 0,
  identity: '',
  versions: {},
  wallMs: 1,
  status: 'completed',
}

function reported({ plan, trials, control }: Examined): Finding[] {
  const events = [...(control === null ? [] : [control]), ...trials].flatMap((trial) => trial.events)
  try {
    const summary = summarize(plan, events, META)
    renderTerminal(summary, plan, events, { color: false, width: 80 })
    renderJunit(summary)
    return []
  } catch (error) {
    return [
      { kind: 'report', trial: null, text: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    ]
  }
}
