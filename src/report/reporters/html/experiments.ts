import { ARROWS } from '../../../model/traffic.ts'
import { formatNs } from '../../../model/time.ts'
import type { ExperimentPlan } from '../../../model/plan.ts'
import { holeTexts, whenText } from '../../holes.ts'
import { repeatCommand } from '../../repeat.ts'
import type { ExperimentSummary, TargetSummary } from '../../schema.ts'
import type { TrialStory } from '../../story/schema.ts'
import { storyOf } from '../../story/story.ts'
import { plural } from '../../text.ts'
import { chosenTrial, ORDER, worstFirst, worstOf } from './chosen.ts'
import { dotsOf } from './dots.ts'
import { element, escaped, named } from './element.ts'
import { eventList } from './events.ts'
import { lanesOf } from './lanes.ts'
import { replayLink } from './replayed.ts'
import type { PageRun } from './source.ts'

/** An experiment with its plan, its number there, and what was wrong before the fault; null: nothing. */
interface Entry {
  readonly experiment: ExperimentSummary
  readonly planned: ExperimentPlan | undefined
  readonly number: number
  readonly drift: string | null
}

const MARKS = { missed: '✗', unknown: '?', met: '✓' } as const

/** Causes worst first: an experiment that broke a promise, one that is undecided, and those that hold. */
export function experimentsOf(run: PageRun): string {
  const { experiments } = run.summary
  const entries = worstFirst(experiments).flatMap((number): Entry[] => {
    const [experiment, planned] = [experiments[number], run.plan.experiments[number]]
    return experiment === undefined ? [] : [{ experiment, number, planned, drift: planned?.fault.drift ?? null }]
  })
  return element('div', { class: 'experiments' }, ...entries.map((entry) => ofExperiment(entry, run)))
}

function ofExperiment(entry: Entry, run: PageRun): string {
  const { experiment, number, drift } = entry
  const { name, fault, trials, targets } = experiment
  const worst = worstOf(experiment)
  const story = chosenStory(entry, run)
  const id = `experiment-${String(number)}`
  const sorted = targets
    .map((target, at) => ({ target, at }))
    .sort((a, b) => ORDER[a.target.verdict] - ORDER[b.target.verdict])
  return element(
    'section',
    { class: 'experiment', id, 'aria-labelledby': `${id}-title` },
    element(
      'header',
      {},
      element(
        'h3',
        { id: `${id}-title`, dir: 'auto' },
        element('span', { class: worst }, MARKS[worst]),
        ' ',
        named(name),
      ),
      element(
        'span',
        { class: 'dim' },
        named(fault.on),
        ` ${escaped(fault.effect)}${drift === null ? '' : `; drift: ${escaped(drift)}`} · ${plural(trials.length, 'trial')}`,
      ),
    ),
    ...whyOf(entry, worst, story, run),
    element('ul', { class: 'promises' }, ...sorted.map(({ target, at }) => promiseOf(target, at, entry))),
    ...notesOf(experiment),
    ...(story === undefined ? [] : [trialOf(story, number, worst !== 'met')]),
  )
}

/** Of a trial that has left a journal. */
function chosenStory({ experiment, number }: Entry, run: PageRun): TrialStory | undefined {
  const trial = chosenTrial(experiment)
  const events = trial === undefined ? [] : run.trial(number, trial.index)
  return trial === undefined || events.length === 0 ? undefined : storyOf({ plan: run.plan, events, measured: trial })
}

/** Of each outage that the fault began: from when to when. */
function whenOf({ spans, points, axis: { zeroNs }, trial }: TrialStory): readonly string[] {
  if (zeroNs === null) {
    // What the rehearsal lost before is in the lanes.
    const why = points.some((one) => one.is === 'gate' && !one.passed) ? ': the gate had failed' : ''
    return [`the fault never struck in trial ${String(trial)}${why}`]
  }
  const texts = spans.flatMap((one) => {
    if (one.is !== 'outage') return []
    const end = one.toNs === null ? 'the end of watching' : `${formatNs(one.toNs - zeroNs)} after it`
    return [`${one.flow} ${ARROWS[one.direction]} from ${formatNs(one.fromNs - zeroNs)} after the fault until ${end}`]
  })
  const shown = texts.slice(0, MOST_OUTAGES)
  const more = texts.length > shown.length ? `; ${String(texts.length - shown.length)} more` : ''
  return texts.length === 0
    ? [`nothing was lost in trial ${String(trial)}`]
    : [`trial ${String(trial)}: ${escaped(shown.join('; '))}${more}`]
}

const MOST_OUTAGES = 4

/** Where packets ended for longest, in the deciding trial of each target. */
const wheresOf = (targets: readonly TargetSummary[]): string[] =>
  targets.flatMap(({ on, holes }) =>
    holeTexts(
      holes,
      (hole) => `${named(on)} ${ARROWS[hole.direction]} ${whenText(hole)}: ${escaped(hole.because.text)}`,
    ),
  )

/** What, when, where, why, next: as far as the summary says it. */
function whyOf(
  { experiment, drift }: Entry,
  worst: TargetSummary['verdict'],
  story: TrialStory | undefined,
  run: PageRun,
): readonly string[] {
  if (worst === 'met') return []
  const hit = experiment.targets.filter(({ verdict }) => verdict === worst)
  const allowed = experiment.windows.filter(({ on }) => hit.some((target) => target.on === on))
  const reasons = [
    ...new Set([...hit.map(({ because }) => because.text), ...allowed.map(({ because }) => `theory: ${because.text}`)]),
  ]
  const row = (term: string, kind: string, ...said: readonly string[]): string =>
    said
      .map(
        (text, at) =>
          `${element('dt', {}, at === 0 ? term : '')}${element('dd', kind === '' ? {} : { class: kind }, text)}`,
      )
      .join('')
  return [
    element(
      'div',
      { class: worst === 'missed' ? 'why' : 'why undecided' },
      element(
        'dl',
        {},
        row(
          'what',
          'big',
          ...hit.map(
            ({ on, text, measured }) => `${named(on)} ${element('code', {}, escaped(text))}: ${escaped(measured)}`,
          ),
        ),
        ...(story === undefined ? [] : [row('when', '', ...whenOf(story))]),
        row(
          'fault',
          '',
          `${named(experiment.fault.on)}: ${escaped(experiment.fault.effect)}`,
          ...(drift === null ? [] : [`before it, unnoticed: ${escaped(drift)}`]),
        ),
        row('where', '', ...wheresOf(hit)),
        row('why', '', ...reasons.map(escaped)),
        row('next', '', element('code', {}, escaped(repeatCommand(run.summary, experiment, story?.trial ?? null)))),
      ),
    ),
  ]
}

function promiseOf(target: TargetSummary, at: number, { experiment, planned }: Entry): string {
  const bound = planned?.targets[at]
  const { verdict, on, text, measured, because, returned } = target
  const costs = returned?.isUnbound === true ? `; ${returned.because.text}, and no promise binds that` : ''
  return element(
    'li',
    { class: 'promise' },
    element('span', { class: `mark ${verdict}`, role: 'img', 'aria-label': verdict }, MARKS[verdict]),
    element('span', {}, element('b', {}, named(on)), ' ', element('code', {}, escaped(text))),
    element('div', { class: 'dots' }, bound === undefined ? '' : dotsOf(experiment, bound)),
    element('span', { class: `value ${verdict === 'met' ? '' : verdict}` }, escaped(measured)),
    element('span', { class: 'because' }, escaped(because.text + costs)),
  )
}

/** What takes weight from the numbers: doubts, results outside a window, uneven phases. */
function notesOf({ trials, outside, control, phases }: ExperimentSummary): readonly string[] {
  const doubts = new Map<string, number[]>()
  for (const trial of trials)
    for (const { text } of trial.doubts) doubts.set(text, [...(doubts.get(text) ?? []), trial.index])
  const notes = [
    ...outside.map(({ because }) => because.text),
    ...[...doubts].map(
      ([doubt, indexes]) =>
        `${plural(indexes.length, 'trial')} ${indexes.length === 1 ? 'does' : 'do'} not count (${list(indexes)}): ${doubt}`,
    ),
    ...control.doubts.map(({ text }) => `The control does not count: ${text}`),
    ...phases
      .filter(({ covered, chosen }) => !covered && chosen)
      .map(
        ({ timer, trials: known, of }) =>
          `The trials lie unevenly in the period of ${timer} (${String(known)} of ${String(of)} known).`,
      ),
  ]
  return [...new Set(notes)].map((text) => element('p', { class: 'note' }, escaped(text)))
}

const list = (indexes: readonly number[]): string =>
  indexes.length > 12
    ? `${indexes.slice(0, 12).join(', ')} and ${String(indexes.length - 12)} more`
    : indexes.join(', ')

function trialOf(story: TrialStory, experiment: number, isOpen: boolean): string {
  return element(
    'details',
    isOpen ? { open: '' } : {},
    element('summary', {}, `Trial ${String(story.trial)} over time`),
    element('p', {}, element('a', { href: replayLink(experiment, story.trial ?? 0) }, 'Replay this trial')),
    lanesOf(story),
    element('h4', {}, 'What happened'),
    eventList(story),
  )
}
