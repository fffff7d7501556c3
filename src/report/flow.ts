import { noiseFloor } from '../measure/noise.ts'
import { streamsText, type FlowPlan } from '../model/plan.ts'
import { losesAtRandom } from '../model/random-loss.ts'
import { formatNs, ms } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import { ARROWS, DIRECTIONS } from '../model/traffic.ts'
import type { Direction } from '../model/traffic.ts'
import { counted } from './chapter.ts'
import type { Chapter } from './chapter.ts'
import { renderDistribution } from './distribution.ts'
import { besides, outageText } from './measured.ts'
import type { ExperimentSummary } from './schema.ts'
import { hanging } from './text.ts'
import type { Page } from './text.ts'
import { aroundAll, windowsText, type WindowSummary } from './window.ts'

/** A flow: its window beside what was measured, in each direction, and the trials as a plot. */
export function renderFlow(flow: FlowPlan, chapter: Chapter, page: Page): string[] {
  const { experiment } = chapter
  const oneWay = flow.streams.every(({ direction }) => direction === 'forward')
  const said = (textOf: (direction: Direction) => string): Said[] =>
    oneWay ? [{ arrow: ARROWS.forward, text: textOf('forward') }] : bothWays(textOf)
  const rate = `${streamsText(flow)}, ${String(flow.ratePps)} packets a second each`
  const flows = counted(experiment).flatMap((trial) => trial.flows.filter((one) => one.name === flow.name))
  const windows = said((direction) =>
    windowsText(windowsOf(experiment, flow.name, [direction]), chapter, flow.name, direction),
  )
  const measured = said((direction) =>
    outageText(
      flows.filter((one) => one.direction === direction),
      flow.overdueNs,
    ),
  )
  return [
    '',
    `  ${page.paint('bold', flow.name)}  ${page.paint('dim', rate)}`,
    ...windows.flatMap(({ arrow, text }) => row(arrow, 'window', text, page).map((line) => page.paint('cyan', line))),
    ...measured.flatMap(({ arrow, text }) => row(arrow, 'measured', text, page)),
    ...besides(flows, flow.overdueNs, losesAtRandom(chapter.planned.drift)).flatMap(({ label, text }) =>
      row(' ', label, text, page),
    ),
    ...row(' ', 'control', controlText(experiment, flow.name), page).map((line) => page.paint('dim', line)),
    ...renderPlot(flow.name, chapter, page),
  ]
}

const row = (arrow: string, label: string, text: string, page: Page): string[] =>
  hanging(`  ${arrow} ${label.padEnd(9)}`, text, page.width)

interface Said {
  readonly arrow: string
  readonly text: string
}

/** What holds of both directions is said once. */
function bothWays(textOf: (direction: Direction) => string): Said[] {
  const texts = DIRECTIONS.map((direction) => ({ arrow: ARROWS[direction], text: textOf(direction) }))
  const [forward, backward] = texts
  return forward?.text === backward?.text ? [{ arrow: '⇄', text: forward?.text ?? '' }] : texts
}

function controlText({ control }: ExperimentSummary, flow: string): string {
  const flows = control.flows.map((one) => ({ ...one, errorNs: ms(one.errorMs) }))
  const floor = noiseFloor({ flows }, flow)
  if (control.doubts.length > 0)
    return `in doubt, the noise floor is not known: ${control.doubts.map(({ text }) => text).join('; ')}`
  if (floor === null) return 'none ran: the noise floor is not known'
  return floor === 0 ? 'nothing lost without the fault' : `${formatNs(floor)} lost without any fault: the noise floor`
}

/** Of the direction whose outages are the longer ones; of both where their windows are the same. */
function renderPlot(name: string, { experiment, planned }: Chapter, page: Page): string[] {
  const [forward, backward] = DIRECTIONS.map((direction) => aroundAll(windowsOf(experiment, name, [direction])))
  const same = forward?.lowNs === backward?.lowNs && forward?.highNs === backward?.highNs
  const choices = same ? [DIRECTIONS] : DIRECTIONS.map((direction) => [direction])
  const [chosen] = choices
    .map((directions) => ({ directions, outagesNs: outagesOf(experiment, name, directions) }))
    .sort((a, b) => sum(b.outagesNs) - sum(a.outagesNs))
  if (chosen === undefined || chosen.outagesNs.length < 2 || sum(chosen.outagesNs) === 0) return []
  const { directions, outagesNs } = chosen
  const bounds = planned.targets.flatMap((target) =>
    target.on === name && target.metric === 'outage' ? [target.bound.limitNs] : [],
  )
  const window = aroundAll(windowsOf(experiment, name, directions))
  const caption = `outage${same ? '' : ` ${directions.map((direction) => ARROWS[direction]).join('')}`} of ${String(outagesNs.length)} trials, sorted`
  return [
    '',
    ...renderDistribution({ outagesNs, window, boundsNs: [...new Set(bounds)] }, page),
    page.paint('dim', `${' '.repeat(14)}${caption}`),
  ]
}

const sum = (values: readonly Ns[]): Ns => values.reduce((a, b) => a + b, 0)

/** The worst direction's outage of each trial that counts; nothing where it never recovered. */
function outagesOf(experiment: ExperimentSummary, name: string, directions: readonly Direction[]): Ns[] {
  return counted(experiment).flatMap((trial) => {
    const own = trial.flows.filter((flow) => flow.name === name && directions.includes(flow.direction))
    if (own.length === 0 || own.some((flow) => flow.outcome === 'never')) return []
    return [ms(Math.max(...own.map((flow) => flow.outageMs ?? 0)))]
  })
}

const windowsOf = (
  { windows }: ExperimentSummary,
  name: string,
  directions: readonly Direction[],
): readonly WindowSummary[] =>
  windows.filter(({ on, direction }) => on === name && direction !== undefined && directions.includes(direction))
