import { ARROWS } from '../../../model/traffic.ts'
import { formatNs, ms } from '../../../model/time.ts'
import type { ExperimentSummary, FlowSummary, TrialSummary } from '../../schema.ts'
import { element, escaped, named, percent, strip, title } from './element.ts'
import { longest, replayed, replayLink } from './replayed.ts'
import type { PageRun } from './source.ts'

/** Every trial as a row, the worst first, and its phase against its outage. */
export function trialsOf(run: PageRun): string {
  return element(
    'section',
    { id: 'trials', 'aria-labelledby': 'trials-title' },
    element('h2', { id: 'trials-title' }, 'All trials'),
    ...run.summary.experiments.map((experiment, number) =>
      element(
        'details',
        {},
        element('summary', {}, named(experiment.name), ` · ${String(experiment.trials.length)}`),
        ...phasesOf(experiment),
        tableOf(experiment, number, replayed(run, number)),
      ),
    ),
  )
}

const time = (value: number | null): string => (value === null ? '–' : formatNs(ms(value)))

const outageOf = ({ outageMs, atLeastMs, outcome }: FlowSummary): string =>
  atLeastMs !== null ? `never in ${time(atLeastMs)}` : outcome === 'untouched' ? '0' : time(outageMs)

function tableOf(experiment: ExperimentSummary, number: number, shown: readonly number[]): string {
  const [first] = experiment.trials
  if (first === undefined) return element('p', { class: 'dim' }, 'No trial has ended.')
  const head = [
    'trial',
    ...first.phases.map(({ timer }) => `phase of ${timer}`),
    ...first.flows.flatMap((flow) => [`${flow.name} ${ARROWS[flow.direction]} outage`, '±', 'detected', 'lost']),
    ...first.sessions.flatMap(({ name }) => [name, `${name} stall`]),
    'counts',
  ]
  const rows = [...experiment.trials].sort((a, b) => longest(b) - longest(a))
  const cells = (trial: TrialSummary): readonly string[] => [
    String(trial.index),
    ...first.phases.map((_, at) => trial.phases[at]?.phase.toFixed(3) ?? '–'),
    ...first.flows.flatMap((_, at) => {
      const flow = trial.flows[at]
      return flow === undefined
        ? ['–', '–', '–', '–']
        : [outageOf(flow), time(flow.errorMs), time(flow.detectionMs), String(flow.lost + flow.overdue)]
    }),
    ...first.sessions.flatMap((_, at) => {
      const session = trial.sessions[at]
      return session === undefined
        ? ['–', '–']
        : [
            session.verdict,
            session.stallAtLeastMs === null ? time(session.stallMs) : `not over in ${time(session.stallAtLeastMs)}`,
          ]
    }),
    trial.doubts.length === 0 ? 'yes' : 'no',
  ]
  return element(
    'div',
    { class: 'wide', tabindex: 0, role: 'group', 'aria-label': `trials of ${experiment.name}` },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, escaped(text))))),
      element(
        'tbody',
        {},
        ...rows.map((trial) => {
          const [index = '', ...others] = cells(trial)
          const here = shown.includes(trial.index)
            ? element('a', { href: replayLink(number, trial.index) }, index)
            : index
          return element('tr', {}, ...[here, ...others.map(escaped)].map((text) => element('td', {}, text)))
        }),
      ),
    ),
  )
}

const HEIGHT_PX = 140
const PLOT_PX = HEIGHT_PX - 20

/** Where in its period the first timer was when the fault struck, against the longest outage: theory says that they are one line. */
function phasesOf({ trials, windows }: ExperimentSummary): readonly string[] {
  const timer = trials[0]?.phases[0]?.timer
  const points = trials.flatMap((trial) => {
    const phase = trial.phases.find((one) => one.timer === timer)?.phase
    const outages = trial.flows.flatMap(({ outageMs }) => outageMs ?? [])
    return phase === undefined || outages.length === 0 ? [] : [{ trial, phase, outage: Math.max(...outages) }]
  })
  const highs = windows.flatMap(({ highMs, direction }) => (direction === undefined ? [] : (highMs ?? [])))
  const most = Math.max(...points.map(({ outage }) => outage), ...highs)
  if (timer === undefined || points.length < 2 || most <= 0) return []
  const y = (outage: number): number => Math.round((PLOT_PX - (PLOT_PX - 14) * (outage / most)) * 10) / 10
  const low = Math.min(...windows.flatMap(({ lowMs, direction }) => (direction === undefined ? [] : lowMs)))
  const high = Math.max(...highs)
  const isBounded = Number.isFinite(low) && Number.isFinite(high)
  return [
    element('h3', { class: 'small' }, `Outage against the phase of ${escaped(timer)}`),
    element(
      'div',
      { class: 'plot' },
      strip(
        HEIGHT_PX,
        `longest outage of each trial against the phase of ${timer} at the fault`,
        ...(isBounded
          ? [
              element(
                'rect',
                { class: 's-theory', x: 0, y: y(high), width: '100%', height: Math.max(1, y(low) - y(high)) },
                title('what the timers allow'),
              ),
            ]
          : []),
        element('line', { class: 'l-rule', x1: 0, x2: '100%', y1: PLOT_PX, y2: PLOT_PX }),
        ...points.map(({ trial, phase, outage }) =>
          element(
            'circle',
            { class: trial.doubts.length === 0 ? 's-ink' : 's-open', cx: percent(phase), cy: y(outage), r: 2.6 },
            title(`trial ${String(trial.index)}: phase ${phase.toFixed(3)}, ${time(outage)}`),
          ),
        ),
        element('text', { class: 't-dim', x: 0, y: 10 }, time(most)),
        element('text', { class: 't-dim', x: 0, y: HEIGHT_PX - 4 }, 'phase 0'),
        element('text', { class: 't-dim', x: '100%', y: HEIGHT_PX - 4, 'text-anchor': 'end' }, '1'),
      ),
    ),
  ]
}
