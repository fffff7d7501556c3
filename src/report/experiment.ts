import { median } from 'simple-statistics'
import { noiseFloor } from '../measure/window.ts'
import { spanOf } from '../measure/span.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { ExperimentPlan, FlowPlan, Plan } from '../model/plan.ts'
import { formatNs, ms } from '../model/time.ts'
import { DIRECTIONS } from '../model/traffic.ts'
import { renderDistribution } from './distribution.ts'
import { repeatCommand } from './repeat.ts'
import type { ExperimentSummary, FlowSummary, Summary, TrialSummary } from './schema.ts'
import { renderSequence } from './sequence.ts'
import { ARROWS, clip, hanging, plural, wrap } from './text.ts'
import type { Page } from './text.ts'
import { renderTimeline } from './timeline.ts'

/** What the report knows of one experiment. */
export interface Chapter {
  readonly summary: Summary
  readonly plan: Plan
  readonly experiment: ExperimentSummary
  readonly planned: ExperimentPlan
  /** The journal of a trial of this experiment. */
  journal(trial: number): readonly JournalEvent[]
}

/** One experiment: what was done, each flow against its window, what is out of order, and the worst trial. */
export function renderExperiment(chapter: Chapter, page: Page): string[] {
  const { experiment, plan } = chapter
  const title = `── ${clip(experiment.name, page.width - 6)} `
  return [
    page.paint('bold', title.padEnd(page.width, '─')),
    ...renderHead(chapter, page),
    ...renderOutside(experiment, page),
    ...plan.flows.flatMap((flow) => ['', ...renderFlow(flow, chapter, page)]),
    ...renderSessions(experiment, page),
    ...renderWorst(chapter, page),
  ]
}

function renderHead({ experiment, planned }: Chapter, page: Page): string[] {
  const drift = planned.fault.drift === null ? '' : `; from the start: ${planned.fault.drift}`
  const fault = `${experiment.fault.on}: ${experiment.fault.effect}; held ${formatNs(planned.holdNs)}, watched ${formatNs(planned.recoverNs)} after${drift}`
  const doubtful = experiment.trials.filter((trial) => trial.doubts.length > 0)
  const counts = doubtful.length === 0 ? 'all count' : `${String(doubtful.length)} do not count`
  return [
    ...hanging('  fault     ', fault, page.width),
    `  trials    ${plural(experiment.trials.length, 'trial')} of ${String(planned.trials)}, ${counts}`,
    ...doubtful
      .slice(0, 3)
      .flatMap((trial) =>
        hanging(`  ! trial ${String(trial.index)} `.padEnd(12), trial.doubts.join('; '), page.width).map((line) =>
          page.paint('yellow', line),
        ),
      ),
    ...(doubtful.length > 3 ? [page.paint('yellow', `  !         and ${String(doubtful.length - 3)} more`)] : []),
  ]
}

function renderOutside(experiment: ExperimentSummary, page: Page): string[] {
  const [first] = experiment.outside
  if (first === undefined) return []
  const shout = ` OUTSIDE THE WINDOW: ${plural(experiment.outside.length, 'outage')} that the timers do not allow `
  return [
    '',
    `  ${page.paint(['inverse', 'red'], shout)}`,
    ...experiment.outside
      .slice(0, 3)
      .flatMap((one) => hanging('    ', `${one.on} ${one.direction}, ${one.text}`, page.width)),
    ...(experiment.outside.length > 3 ? [`    and ${String(experiment.outside.length - 3)} more`] : []),
    '    a wrong model, a wrong setting or a bad measurement; likely:',
    ...first.likely.flatMap((reason) => hanging('    - ', reason, page.width)),
  ]
}

function renderFlow(flow: FlowPlan, { experiment, planned }: Chapter, page: Page): string[] {
  const trials = experiment.trials.filter((trial) => trial.doubts.length === 0)
  const each = flow.streams.filter((stream) => stream.direction === 'forward').length
  const lines = [
    `  ${page.paint('bold', flow.name)}  ${page.paint('dim', `${plural(each, 'stream')} each way, ${String(flow.ratePps)} packets a second each`)}`,
  ]
  for (const direction of DIRECTIONS) {
    const windows = experiment.windows.filter((window) => window.on === flow.name && window.direction === direction)
    const measured = trials.flatMap((trial) =>
      trial.flows.filter((one) => one.name === flow.name && one.direction === direction),
    )
    lines.push(
      ...windows.flatMap((window) =>
        hanging(
          `  ${ARROWS[direction]} window   `,
          `${span(window.lowMs, window.highMs)}   ${window.because}`,
          page.width,
        ).map((line) => page.paint('cyan', line)),
      ),
    )
    lines.push(...hanging(`  ${ARROWS[direction]} measured `, distributionText(measured), page.width))
    lines.push(...extras(measured).flatMap((text) => hanging('             ', text, page.width)))
  }
  const floors = DIRECTIONS.map((direction) =>
    noiseFloor({ flows: experiment.control.flows }, { name: flow.name, direction }, flow.ratePps),
  )
  lines.push(page.paint('dim', `    control  ${controlText(floors)}`))
  const outages = trials.flatMap((trial) => worstOutage(trial, flow.name))
  if (outages.length < 2 || outages.every((ns) => ns === 0)) return lines
  const bound = planned.targets.find((target) => target.on === flow.name && target.metric === 'outage')
  const windows = experiment.windows.filter((window) => window.on === flow.name)
  const plot = renderDistribution(
    {
      outagesNs: outages,
      window: hull(windows),
      boundNs: bound !== undefined && bound.metric !== 'atLeast' ? bound.bound.limitNs : null,
    },
    page,
  )
  return [
    ...lines,
    '',
    ...plot,
    page.paint('dim', `${' '.repeat(14)}outage of ${plural(outages.length, 'trial')}, sorted`),
  ]
}

const span = (lowMs: number, highMs: number | null): string =>
  `${formatNs(ms(lowMs))} … ${highMs === null ? 'never' : formatNs(ms(highMs))}`

const controlText = (floors: readonly (number | null)[]): string => {
  const known = floors.filter((floor) => floor !== null)
  if (known.length === 0) return 'none ran: the noise floor is not known'
  const worst = Math.max(...known)
  return worst === 0
    ? 'nothing lost without the fault'
    : `noise floor ${formatNs(worst)}: so much was lost without any fault`
}

function distributionText(flows: readonly FlowSummary[]): string {
  const all = flows.length
  if (all === 0) return 'nothing that counts'
  const never = flows.filter((flow) => flow.outcome === 'never')
  const untouched = flows.filter((flow) => flow.outcome === 'untouched').length
  if (untouched === all) return `nothing lost in ${plural(all, 'trial')}`
  const outages = flows.flatMap((flow) => (flow.outageMs === null ? [] : [ms(flow.outageMs)]))
  const error = formatNs(ms(Math.max(...flows.map((flow) => flow.errorMs))))
  const affected = Math.max(...flows.map((flow) => flow.affected))
  return [
    outages.length > 0
      ? `${formatNs(Math.min(...outages))} … ${formatNs(Math.max(...outages))}, median ${formatNs(Math.round(median(outages)))}, ± ${error}`
      : '',
    never.length > 0
      ? `never recovered in ${String(never.length)} of ${plural(all, 'trial')} (watched ${formatNs(ms(Math.max(...never.map((flow) => flow.atLeastMs ?? 0))))})`
      : '',
    untouched > 0 ? `nothing lost in ${String(untouched)}` : '',
    `${String(affected)} of ${plural(flows[0]?.streams ?? 0, 'stream')} hit`,
  ]
    .filter((text) => text !== '')
    .join('; ')
}

function extras(flows: readonly FlowSummary[]): string[] {
  const range = (values: readonly (number | null)[]): string | null => {
    const known = values.filter((value) => value !== null).map(ms)
    if (known.length === 0) return null
    const low = formatNs(Math.min(...known))
    const high = formatNs(Math.max(...known))
    return low === high ? low : `${low} … ${high}`
  }
  const detection = range(flows.map((flow) => flow.detectionMs))
  const time = range(flows.map((flow) => flow.reversionTimeMs))
  const lost = flows.some((flow) => (flow.reversionOutageMs ?? 0) > 0)
    ? range(flows.map((flow) => flow.reversionOutageMs))
    : null
  const again = flows.some((flow) => flow.outages.length > 1)
    ? `up to ${plural(Math.max(...flows.map((flow) => flow.outages.length)), 'outage')}, ${range(flows.map((flow) => flow.totalMs)) ?? ''} in all`
    : null
  const odd = flows.reduce((sum, flow) => sum + flow.duplicated, 0)
  const late = flows.reduce((sum, flow) => sum + flow.reordered, 0)
  const parts = [
    detection === null ? '' : `detected after ${detection}`,
    time === null ? '' : `back on the preferred path ${time} after healing`,
    lost === null ? '' : `the return cost ${lost}`,
    again ?? '',
    odd > 0 ? `${String(odd)} duplicated` : '',
    late > 0 ? `${String(late)} reordered` : '',
  ].filter((text) => text !== '')
  return parts.length === 0 ? [] : [parts.join('; ')]
}

/** The worse direction of one trial; nothing where it never recovered. */
function worstOutage(trial: TrialSummary, flow: string): number[] {
  const own = trial.flows.filter((one) => one.name === flow)
  if (own.length === 0 || own.some((one) => one.outcome === 'never')) return []
  return [ms(Math.max(...own.map((one) => one.outageMs ?? 0)))]
}

function hull(windows: ExperimentSummary['windows']) {
  if (windows.length === 0) return null
  const highs = windows.map((window) => window.highMs)
  const known = highs.filter((high) => high !== null)
  return {
    lowNs: ms(Math.min(...windows.map((window) => window.lowMs))),
    highNs: known.length < highs.length ? null : ms(Math.max(...known)),
  }
}

function renderSessions(experiment: ExperimentSummary, page: Page): string[] {
  const trials = experiment.trials.filter((trial) => trial.doubts.length === 0)
  const names = [...new Set(trials.flatMap((trial) => trial.sessions.map((session) => session.name)))]
  return names.flatMap((name) => {
    const own = trials.flatMap((trial) => trial.sessions.filter((session) => session.name === name))
    const verdicts = [...new Set(own.map((session) => session.verdict))].map(
      (verdict) => `${verdict} in ${String(own.filter((one) => one.verdict === verdict).length)}`,
    )
    const stalls = own.map((session) => ms(session.stallMs))
    const stall = `stall ${formatNs(Math.min(...stalls))} … ${formatNs(Math.max(...stalls))}, median ${formatNs(Math.round(median(stalls)))}`
    return [
      '',
      `  ${page.paint('bold', name)}  ${page.paint('dim', 'session')}`,
      ...hanging('    measured ', `${verdicts.join(', ')}; ${stall}`, page.width),
    ]
  })
}

function renderWorst(chapter: Chapter, page: Page): string[] {
  const { experiment, planned, summary } = chapter
  const worst = worstTrial(experiment.trials)
  if (worst === undefined) return []
  const journal = chapter.journal(worst.index)
  const taken = spanOf(journal)
  const detections = (planned.variants[taken.variant]?.windows ?? []).flatMap((window) =>
    window.detection === null ? [] : [window.detection],
  )
  const sequence = renderSequence(journal, taken, page)
  if (sequence.length === 0) return []
  return [
    '',
    `  ${page.paint('bold', `worst trial: ${String(worst.index)}`)}  ${page.paint('dim', '━ arrived  · lost  ╌ some of both')}`,
    ...sequence,
    '',
    ...renderTimeline(
      journal,
      taken,
      {
        fault: `${planned.variants[taken.variant]?.on ?? experiment.fault.on}: ${experiment.fault.effect}`,
        flows: worst.flows,
        detections,
      },
      page,
    ),
    '',
    ...wrap(`again: ${repeatCommand(summary, experiment, worst.index)}`, page.width, '  ').map((line) =>
      page.paint('dim', line),
    ),
  ]
}

/** The longest outage of those that count; one that never recovered is the longest of all. */
function worstTrial(trials: readonly TrialSummary[]): TrialSummary | undefined {
  const counted = trials.filter((trial) => trial.doubts.length === 0)
  const length = (trial: TrialSummary): number =>
    Math.max(0, ...trial.flows.map((flow) => (flow.outcome === 'never' ? Number.MAX_VALUE : (flow.outageMs ?? 0))))
  return (counted.length > 0 ? counted : trials).reduce<TrialSummary | undefined>(
    (a, b) => (a === undefined || length(b) > length(a) ? b : a),
    undefined,
  )
}
