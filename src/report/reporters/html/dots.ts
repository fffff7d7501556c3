import { quantityText, unitOf } from '../../../model/quantity.ts'
import type { Target } from '../../../model/target.ts'
import { formatNs, ms } from '../../../model/time.ts'
import { SESSION_VERDICTS } from '../../../model/traffic.ts'
import type { ExperimentSummary } from '../../schema.ts'
import { element, escaped, percent, strip, title } from './element.ts'
import { boundOf, valuesOf, type TrialValue } from './values.ts'

const HEIGHT_PX = 50
/** Dots lie between these. */
const [TOP_PX, BASE_PX] = [4, 34]
/** Where the bound is, the same in every picture; half as far again is drawn, and then what was never back. */
const BOUND = 0.5
const END = 0.75
const NEVER = 0.84
/** Beyond so many trials dots are a curve, with the worst ten as dots. */
const MOST_DOTS = 120

/** A dot for each trial, sorted: across the measure as a share of its bound, up the rank. */
export function dotsOf(experiment: ExperimentSummary, target: Target): string {
  return target.metric === 'atLeast' ? verdictsOf(experiment, target) : measuresOf(experiment, target)
}

function measuresOf(experiment: ExperimentSummary, target: Exclude<Target, { metric: 'atLeast' }>): string {
  const bound = boundOf(target)
  const values = sorted(valuesOf(experiment, target).filter((one) => one.value !== null || one.atLeast !== null))
  const scale = bound > 0 ? bound : Math.max(1, ...values.map(({ value }) => value ?? 0))
  const at = (value: number): number => (Math.min(value, scale * 1.5) / scale) * BOUND
  const text = textOf(target)
  const never = values.filter(({ atLeast }) => atLeast !== null)
  const label = [
    `${target.on} ${target.text}:`,
    values.length === 0 ? 'no trial has a value' : rangeOf(values, text),
    never.length > 0 ? `${String(never.length)} of ${String(values.length)} not back` : '',
  ].filter((part) => part !== '')
  return strip(
    HEIGHT_PX,
    label.join(' '),
    ...windowOf(experiment, target, at),
    ...noiseOf(experiment, target, at),
    element('line', { class: 'l-rule', x1: 0, x2: percent(END), y1: BASE_PX + 2, y2: BASE_PX + 2 }),
    element('rect', {
      class: 's-open l-rule',
      x: percent(NEVER),
      y: TOP_PX - 2,
      width: percent(1 - NEVER),
      height: BASE_PX - TOP_PX + 4,
    }),
    ...(values.length > MOST_DOTS ? curveOf(values, at) : []),
    ...values.flatMap((one, rank) =>
      values.length > MOST_DOTS && rank < values.length - 10 ? [] : [dotOf(one, rank, values.length, at, scale, text)],
    ),
    element('line', { class: 'l-bound', x1: percent(BOUND), x2: percent(BOUND), y1: 0, y2: BASE_PX + 5 }),
    axisText('0', 0, 'start'),
    axisText(text(bound), bound > 0 ? BOUND : 0, bound > 0 ? 'middle' : 'start'),
    axisText('never back', 1, 'end'),
    ...beyondOf(values, scale, text),
  )
}

const axisText = (said: string, at: number, anchor: string): string =>
  element('text', { class: 't-dim', x: percent(at), y: HEIGHT_PX - 2, 'text-anchor': anchor }, escaped(said))

const textOf = (target: Target): ((value: number) => string) => {
  if (target.metric !== 'lost') return (value) => formatNs(ms(value))
  return unitOf(target.bound) === 'share' ? (value) => quantityText(value, 'share') : (value) => String(value)
}

const rangeOf = (values: readonly TrialValue[], text: (value: number) => string): string => {
  const some = values.flatMap(({ value }) => value ?? [])
  return some.length === 0 ? '' : `${text(Math.min(...some))} to ${text(Math.max(...some))}`
}

/** From the least to the worst; those that never came back last. */
const sorted = (values: readonly TrialValue[]): readonly TrialValue[] =>
  [...values].sort((a, b) => rankOf(a) - rankOf(b))
const rankOf = ({ value, atLeast }: TrialValue): number => (atLeast === null ? (value ?? 0) : 1e12 + atLeast)

const heightOf = (rank: number, count: number): number =>
  count < 2 ? (TOP_PX + BASE_PX) / 2 : BASE_PX - ((BASE_PX - TOP_PX) * rank) / (count - 1)

function dotOf(
  one: TrialValue,
  rank: number,
  count: number,
  at: (value: number) => number,
  scale: number,
  text: (value: number) => string,
): string {
  const y = Math.round(heightOf(rank, count) * 10) / 10
  const name = `trial ${String(one.trial)}`
  if (one.atLeast !== null) {
    const x = NEVER + 0.02 + (1 - NEVER - 0.04) * (count < 2 ? 0.5 : rank / (count - 1))
    return element(
      'text',
      { class: 't-missed', x: percent(x), y: y + 4, 'text-anchor': 'middle' },
      title(`${name}: not in ${text(one.atLeast)}`),
      '✕',
    )
  }
  const value = one.value ?? 0
  const said = title(`${name}: ${text(value)}${one.counts ? '' : ', which does not count'}`)
  if (value > scale * 1.5)
    return element('text', { class: 't-missed', x: percent(END), y: y + 4, 'text-anchor': 'end' }, said, '▸')
  const kind = !one.counts ? 's-open' : value > scale ? 's-missed' : 's-ink'
  return element('circle', { class: kind, cx: percent(at(value)), cy: y, r: one.counts ? 2.4 : 3.2 }, said)
}

function beyondOf(values: readonly TrialValue[], scale: number, text: (value: number) => string): readonly string[] {
  const largest = Math.max(0, ...values.map(({ value, atLeast }) => (atLeast === null ? (value ?? 0) : 0)))
  if (largest <= scale * 1.5) return []
  const place = { class: 't-missed', x: percent(END), y: HEIGHT_PX - 2, 'text-anchor': 'end' }
  return [element('text', place, escaped(`to ${text(largest)}`))]
}

function curveOf(values: readonly TrialValue[], at: (value: number) => number): readonly string[] {
  const ended = values.filter(({ atLeast }) => atLeast === null)
  const points = ended.map(
    ({ value }, rank) => `${(at(value ?? 0) * 1000).toFixed(1)},${heightOf(rank, values.length).toFixed(1)}`,
  )
  const box = {
    width: '100%',
    height: HEIGHT_PX,
    viewBox: `0 0 1000 ${String(HEIGHT_PX)}`,
    preserveAspectRatio: 'none',
  }
  return [element('svg', box, element('polyline', { class: 'l-curve', points: points.join(' ') }))]
}

/** What the timers allow, of both directions together: an outage, or a session's stall. */
function windowOf(experiment: ExperimentSummary, target: Target, at: (value: number) => number): readonly string[] {
  if (target.metric !== 'outage' && target.metric !== 'stall') return []
  const windows = experiment.windows.filter(({ on }) => on === target.on)
  if (windows.length === 0) return []
  const low = Math.min(...windows.map(({ lowMs }) => lowMs))
  const highs = windows.flatMap(({ highMs }) => highMs ?? [])
  const said = title(windows.map(({ because }) => because.text).join('\n'))
  const band = (from: number, to: number): string =>
    element(
      'rect',
      {
        class: 's-theory',
        x: percent(from),
        y: TOP_PX - 2,
        width: percent(Math.max(0.004, to - from)),
        height: BASE_PX - TOP_PX + 4,
      },
      said,
    )
  return [
    ...(highs.length > 0 ? [band(at(low), at(Math.max(...highs)))] : []),
    ...(highs.length < windows.length ? [band(NEVER, 1)] : []),
  ]
}

/**
 * Hatching from 0 to the noise: the longest outage of the control plus the error of its measurement. A smaller outage cannot be told
 * from none.
 */
function noiseOf(experiment: ExperimentSummary, target: Target, at: (value: number) => number): readonly string[] {
  if (target.metric === 'lost' || target.metric === 'stall') return []
  const flows = experiment.control.flows.filter(({ name }) => name === target.on)
  const noise = Math.max(0, ...flows.map(({ outageMs, errorMs }) => (outageMs ?? 0) + errorMs))
  if (noise === 0) return []
  const width = Math.min(END, at(noise))
  const lines = Array.from({ length: 5 }, (_, index) => TOP_PX + index * 7)
  return lines.map((y) => element('line', { class: 'l-noise', x1: 0, x2: percent(width), y1: y + 3, y2: y }))
}

const VERDICTS = [...SESSION_VERDICTS, 'unknown'] as const

/** Sessions have no measure: from left to right what became of them, from best to worst. */
function verdictsOf(experiment: ExperimentSummary, target: Extract<Target, { metric: 'atLeast' }>): string {
  const width = 1 / VERDICTS.length
  const wanted = VERDICTS.findIndex((one) => one === target.atLeast)
  const trials = experiment.trials.flatMap((trial) =>
    trial.sessions.flatMap(({ name, verdict }) =>
      name === target.on ? [{ trial, at: VERDICTS.indexOf(verdict) }] : [],
    ),
  )
  const counts = VERDICTS.map((_, at) => trials.filter((one) => one.at === at).length)
  const edge = percent((wanted + 1) * width)
  return strip(
    HEIGHT_PX,
    `${target.on} ${target.text}: ${VERDICTS.flatMap((name, at) => (counts[at] === 0 ? [] : [`${String(counts[at])} ${name}`])).join(', ')}`,
    element('line', { class: 'l-rule', x1: 0, x2: '100%', y1: BASE_PX + 2, y2: BASE_PX + 2 }),
    ...VERDICTS.flatMap((name, at) => {
      const count = counts[at] ?? 0
      const most = Math.min(count, 12)
      const kind = name === 'unknown' ? 's-open' : at > wanted ? 's-missed' : 's-ink'
      return [
        ...Array.from({ length: most }, (_, index) =>
          element('circle', {
            class: kind,
            cx: percent(at * width + width * (0.2 + 0.1 * (index % 6))),
            cy: BASE_PX - 5 - 9 * Math.floor(index / 6),
            r: 2.4,
          }),
        ),
        ...(count > most
          ? [
              element(
                'text',
                { class: 't-dim', x: percent((at + 0.5) * width), y: 11, 'text-anchor': 'middle' },
                String(count),
              ),
            ]
          : []),
        element(
          'text',
          {
            class: count > 0 || at === wanted ? 't-ink' : 't-dim t-rare',
            x: percent((at + 0.5) * width),
            y: HEIGHT_PX - 2,
            'text-anchor': 'middle',
          },
          name,
        ),
      ]
    }),
    element('line', { class: 'l-bound', x1: edge, x2: edge, y1: 0, y2: BASE_PX + 5 }),
  )
}
