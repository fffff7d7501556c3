import type { Ns } from '../../../model/time.ts'
import type { RunReport } from '../../run-event.ts'
import { storiesOf } from '../../story/stories.ts'
import type { TrialStory } from '../../story/schema.ts'
import { lanesOf, type Instant, type Lane } from './lanes.ts'
import { close, rowsOf, type Slice } from './slices.ts'

/**
 * One event of the Trace Event format (Google, "Trace Event Format", revision of 2016-10-31). `ts`: microseconds; `ph`: `M` names a process
 * or a thread, `B` and `E` begin and end what lasts, `i` is an instant. Pairs, and not `X` with a duration: a viewer that rounds a
 * beginning and a duration one by one would let neighbours overlap.
 */
interface TraceEvent {
  readonly name?: string
  readonly cat?: string
  readonly ph: 'M' | 'B' | 'E' | 'i'
  readonly ts?: number
  readonly pid: number
  readonly tid?: number
  readonly s?: 't'
  readonly args?: Readonly<Record<string, unknown>>
}

/** A run in the Trace Event format: a process a trial, a thread a lane. Instants are those of the journal, from each trial's own start. */
export function traceOf(report: Pick<RunReport, 'plan' | 'journal' | 'summary'>): string {
  const { lab, seed, kernel, identity } = report.summary
  const ids = new Ids()
  const events = [...storiesOf(report)].flatMap((story, index) => ofTrial(story, index + 1, ids))
  const head = { displayTimeUnit: 'ns', otherData: { lab, seed: String(seed), kernel, identity } }
  // An event a line, so that people and diff can read it.
  const lines = events.map((event) => JSON.stringify(event)).join(',\n')
  return `${JSON.stringify(head).slice(0, -1)},"traceEvents":[\n${lines}\n]}\n`
}

/** Numbers of threads: no two of a file are the same, and none is that of a process. */
class Ids {
  #last = 1_000_000

  next(): number {
    this.#last += 1
    return this.#last
  }
}

function ofTrial(story: TrialStory, pid: number, ids: Ids): TraceEvent[] {
  const { experiment, trial, doubts } = story
  const name = `${experiment}, ${trial === null ? 'control' : `trial ${String(trial)}`}`
  const labels = doubts.length === 0 ? [] : [meta('process_labels', { labels: 'in doubt' }, pid)]
  return [
    meta('process_name', { name }, pid),
    meta('process_sort_index', { sort_index: pid }, pid),
    ...labels,
    ...lanesOf(story).flatMap((lane) => ofLane(lane, pid, ids)),
  ]
}

/** A thread for each row of it; instants stand on the first. */
function ofLane({ name, slices, instants }: Lane, pid: number, ids: Ids): TraceEvent[] {
  const rows = rowsOf(slices)
  if (rows.length === 0 && instants.length > 0) rows.push([])
  return rows.flatMap((row, number) => {
    const tid = ids.next()
    return [
      meta('thread_name', { name: number === 0 ? name : `${name} (${String(number + 1)})` }, pid, tid),
      meta('thread_sort_index', { sort_index: tid }, pid, tid),
      ...pairsOf(row).map((event) => ({ ...event, pid, tid })),
      ...(number === 0 ? instants.map((instant) => ({ ...instantOf(instant), pid, tid })) : []),
    ]
  })
}

type Unplaced = Omit<TraceEvent, 'pid' | 'tid'>

/** Each end stands before what begins at its instant. */
function pairsOf(row: readonly Slice[]): Unplaced[] {
  const open: Slice[] = []
  const ends = (atNs: Ns): Unplaced[] => close(open, atNs).map(({ toNs }) => ({ ph: 'E', ts: microseconds(toNs) }))
  return [
    ...row.flatMap((slice): Unplaced[] => {
      const { name, category: cat, fromNs, args } = slice
      const before = ends(fromNs)
      open.push(slice)
      return [...before, { name, cat, ph: 'B', ts: microseconds(fromNs), args }]
    }),
    ...ends(Infinity),
  ]
}

const instantOf = ({ name, category: cat, atNs, args }: Instant): Unplaced => ({
  name,
  cat,
  ph: 'i',
  ts: microseconds(atNs),
  s: 't',
  args,
})

const meta = (name: string, args: Readonly<Record<string, unknown>>, pid: number, tid?: number): TraceEvent => ({
  name,
  ph: 'M',
  pid,
  ...(tid === undefined ? {} : { tid }),
  args,
})

/** With its fraction: nothing is rounded. */
const microseconds = (ns: Ns): number => ns / 1000
