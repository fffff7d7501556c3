import type { OutsideWindow } from '../measure/window.ts'
import { stateWord } from '../mechanisms/all/text.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { FlowMeasure, SessionMeasure } from '../model/measure.ts'
import type { Plan } from '../model/plan.ts'
import { reasonText, type Reason } from '../model/reason.ts'
import { formatNs, type Ns } from '../model/time.ts'
import { ARROWS, type Direction } from '../model/traffic.ts'
import type { Window } from '../model/window.ts'
import type { BenchEvent, BenchFault } from './event.ts'

type StateSeen = Extract<JournalEvent, { ev: 'state' }>

export const nameOf = ({ number, words: { word, on, options } }: BenchFault): string =>
  [
    `#${String(number)} ${word} ${on}`,
    ...Object.entries(options).map(([name, value]) => `${name}=${String(value)}`),
  ].join(' ')

/** What happened, in lines; none: a person does not want to read it. */
export function linesOf(event: BenchEvent, plan: Plan, watched: ReadonlySet<string>): readonly string[] {
  switch (event.kind) {
    case 'state':
      return event.state.from === null ? [] : [stateLine(event.state, event.afterNs)]
    case 'injected':
      return injectedLines(event.fault, plan)
    case 'counted':
      return event.flows.flatMap((flow) =>
        watched.has(flow.name) && flow.atLeastNs !== null
          ? [`  ${wayOf(flow)} down for ${formatNs(flow.atLeastNs)}`]
          : [],
      )
    case 'recovered':
      return [
        `${wayOf(event.flow)} back: ${outageText(event.flow)}; ${windowText(event.fault, event.flow.name, event.flow.direction)}`,
      ]
    case 'quiet':
      return quietLines(event.fault, event.flows)
    case 'healed':
      return [`${nameOf(event.fault)} healed`]
    case 'measured':
      return measuredLines(event.fault, event.outside)
  }
}

const stateLine = ({ node, name, watch, from, to }: StateSeen, afterNs: Ns | null): string =>
  `  ${(afterNs === null ? '' : `+${formatNs(afterNs)}`).padStart(8)}  ${node} ${name}  ${stateWord(watch)} ${from ?? ''} → ${to}`

/** `web →`. */
const wayOf = ({ name, direction }: Pick<FlowMeasure, 'name' | 'direction'>): string => `${name} ${ARROWS[direction]}`

function injectedLines(fault: BenchFault, plan: Plan): readonly string[] {
  const { planned, variant, unbound } = fault
  const flows = plan.flows.flatMap(({ name, streams }) => {
    const directions = [...new Set(streams.map(({ direction }) => direction))]
    const rows = directions.map((direction) => ({ arrow: ARROWS[direction], text: whyText(fault, name, direction) }))
    const isSame = rows.length === 2 && rows[0]?.text === rows[1]?.text
    return (isSame ? [{ arrow: '⇄', text: rows[0]?.text ?? '' }] : rows).map(
      ({ arrow, text }) => `  ${name} ${arrow}  ${text}`,
    )
  })
  return [
    `${nameOf(fault)} at ${variant.on}: ${planned.fault.text}`,
    ...(unbound === null ? [] : [`  no window: ${unbound}`]),
    ...flows,
    ...plan.sessions.map(({ name }) => `  ${name}  ${whyText(fault, name)}`),
  ]
}

const windowOf = ({ variant }: BenchFault, on: string, direction?: Direction): Window | undefined =>
  variant.windows.find((one) => one.on === on && one.direction === direction)

/** The window of a flow's direction or, without one, of a session, with its reason; else why theory is silent. */
function whyText(fault: BenchFault, on: string, direction?: Direction): string {
  const window = windowOf(fault, on, direction)
  if (window !== undefined) return `${windowText(fault, on, direction)}   ${reasonText(window.because)}`
  const silence = fault.variant.silent.find((one) => one.on === on && one.direction === (direction ?? null))
  return `${windowText(fault, on, direction)}${silence === undefined ? '' : `: ${reasonText(silence.because)}`}`
}

/** What does not bound the outage is what the timers would allow in a lab as it was built. */
function windowText(fault: BenchFault, on: string, direction?: Direction): string {
  const window = windowOf(fault, on, direction)
  if (window === undefined) return 'no window'
  return `${fault.unbound === null ? 'window' : 'in a lab as built'} ${spanText(window)}`
}

const spanText = ({ lowNs, highNs }: Window): string =>
  highNs === 0 ? 'of 0 ns' : `${formatNs(lowNs)} … ${highNs === null ? 'until it is healed' : formatNs(highNs)}`

/** Of what was lost before the healing. */
export function outageText({ outcome, outageNs, atLeastNs, errorNs }: FlowMeasure): string {
  if (outcome === 'untouched') return 'nothing lost'
  const texts = [
    ...(outageNs === null ? [] : [`down for ${formatNs(outageNs)} ± ${formatNs(errorNs)}`]),
    ...(atLeastNs === null ? [] : [`down for ${formatNs(atLeastNs)} and not back before the healing`]),
  ]
  return texts.join(', then ')
}

function quietLines(fault: BenchFault, flows: readonly FlowMeasure[]): readonly string[] {
  const untouched = flows.filter(({ outcome }) => outcome === 'untouched').map(wayOf)
  return untouched.length === 0 ? [] : [`${nameOf(fault)}: nothing lost of ${untouched.join(', ')}`]
}

function measuredLines(fault: BenchFault, outside: readonly OutsideWindow[]): readonly string[] {
  const { trial } = fault
  if (trial === null) return []
  const doubts = fault.unbound === null ? trial.doubts : []
  return [
    `${nameOf(fault)} measured`,
    ...trial.flows.map((flow) => `  ${wayOf(flow)}  ${outageText(flow)}${returnText(flow)}`),
    ...trial.sessions.map((session) => `  ${session.name}  ${sessionText(session)}`),
    ...doubts.map((doubt) => `  in doubt: ${reasonText(doubt)}`),
    ...outside.map(({ on, direction, because, likely }) => outsideText(on, direction, because, likely)),
  ]
}

const outsideText = (
  on: string,
  direction: Direction | undefined,
  because: Reason,
  likely: readonly Reason[],
): string =>
  `  OUTSIDE the window: ${on}${direction === undefined ? '' : ` ${ARROWS[direction]}`}: ${reasonText(because)}; likely: ${likely.map(reasonText).join('; or ')}`

function returnText({ backNs, backAtLeastNs, reversionOutageNs, reversionAtLeastNs }: FlowMeasure): string {
  const texts = [
    ...((backNs ?? 0) > 0 ? [`back ${formatNs(backNs ?? 0)} after the healing`] : []),
    ...(backAtLeastNs === null ? [] : [`not back in the ${formatNs(backAtLeastNs)} after the healing`]),
    ...((reversionOutageNs ?? 0) > 0 ? [`the return cost ${formatNs(reversionOutageNs ?? 0)}`] : []),
    ...(reversionAtLeastNs === null
      ? []
      : [`down again after the healing, for ${formatNs(reversionAtLeastNs)} so far`]),
  ]
  return texts.length === 0 ? '' : `; ${texts.join('; ')}`
}

const sessionText = ({ verdict, stallNs, stallAtLeastNs }: SessionMeasure): string =>
  [
    verdict,
    ...(stallNs > 0 ? [`stall of ${formatNs(stallNs)}`] : []),
    ...(stallAtLeastNs === null ? [] : [`silent for ${formatNs(stallAtLeastNs)} at the end`]),
  ].join(', ')

/** Faults and what each has cost; the lab's clock. */
export function statusLines(faults: readonly BenchFault[], plan: Plan): readonly string[] {
  const there = faults.filter(({ healedNs }) => healedNs === null)
  return [
    `${plan.lab}: ${String(plan.nodes.length)} nodes, ${String(plan.cables.length)} cables`,
    ...(there.length === 0
      ? ['no fault is there']
      : there.map((fault) => `there: ${nameOf(fault)} at ${fault.variant.on}`)),
    ...faults.flatMap((fault) => (fault.trial === null ? [] : measuredLines(fault, []))),
  ]
}
