import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readRun } from '../../../src/report/folder.ts'
import { traceOf } from '../../../src/report/reporters/trace/trace.ts'
import { rowsOf, type Slice } from '../../../src/report/reporters/trace/slices.ts'
import { summarize } from '../../../src/report/summarize.ts'
import { storiesOf } from '../../../src/report/story/stories.ts'
import { scenes } from '../scenes.ts'

/** As the published format has it: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU */
interface TraceEvent {
  readonly name?: string
  readonly cat?: string
  readonly ph: string
  readonly ts?: number
  readonly pid: number
  readonly tid?: number
  readonly s?: string
  readonly args?: Readonly<Record<string, unknown>>
}

interface Trace {
  readonly traceEvents: readonly TraceEvent[]
  readonly displayTimeUnit: string
  readonly otherData: Readonly<Record<string, unknown>>
}

const scene = (name: string) => {
  const made = scenes[name]?.()
  if (made === undefined) throw new Error('no such scene')
  const { plan, events: journal, meta } = made
  return { plan, journal, summary: summarize(plan, journal, meta) }
}

/** A bond and a pair of routers, as a guest recorded them. */
const recorded = () => {
  const { plan, events, meta } = readRun(fileURLToPath(new URL('../../fixtures/recorded/composed', import.meta.url)))
  return { plan, journal: events, summary: summarize(plan, events, meta) }
}

const traced = (report: ReturnType<typeof scene>): Trace => JSON.parse(traceOf(report)) as Trace

/** Names of processes and threads, by their numbers. */
const namesOf = ({ traceEvents }: Trace, kind: string): Map<string, unknown> =>
  new Map(
    traceEvents
      .filter(({ ph, name }) => ph === 'M' && name === kind)
      .map(({ pid, tid, args }) => [`${String(pid)} ${String(tid)}`, args?.name]),
  )

test('one missed for ever, as a trace', async () => {
  await expect(traceOf(scene('for-ever'))).toMatchFileSnapshot('../../golden/report/reporters/for-ever.trace.json')
})

describe.each([
  ['a recorded run', recorded],
  ['a failover of twenty trials', () => scene('failover')],
  ['trials that failed', () => scene('out-of-order')],
  ['a cable that flaps', () => scene('flapping')],
])('the trace of %s obeys the Trace Event format', (_, report) => {
  const trace = traced(report())
  const { traceEvents } = trace

  test('has the fields that each kind of event must have', () => {
    expect(trace.displayTimeUnit).toBe('ns')
    for (const event of traceEvents) {
      expect(Number.isInteger(event.pid)).toBe(true)
      if (event.ph === 'M') {
        expect(['process_name', 'process_sort_index', 'process_labels', 'thread_name', 'thread_sort_index']).toContain(
          event.name,
        )
        continue
      }
      expect(['B', 'E', 'i']).toContain(event.ph)
      expect(Number.isInteger(event.tid)).toBe(true)
      expect(event.ts).toBeGreaterThanOrEqual(0)
      if (event.ph === 'i') expect(event.s).toBe('t')
      if (event.ph !== 'E') expect([typeof event.name, typeof event.cat]).toEqual(['string', 'string'])
    }
  })

  test('names every process and every lane, and no lane twice in a process', () => {
    const [processes, threads] = [namesOf(trace, 'process_name'), namesOf(trace, 'thread_name')]
    expect(processes.size).toBe([...storiesOf(report())].length)
    const used = new Set(
      traceEvents.flatMap(({ ph, pid, tid }) => (ph === 'M' ? [] : [`${String(pid)} ${String(tid)}`])),
    )
    expect([...threads.keys()].sort()).toEqual([...used].sort())
    const tids = [...threads.keys()].map((key) => key.split(' ')[1])
    expect(new Set(tids).size).toBe(tids.length)
    const inProcess = [...threads].map(([key, name]) => `${key.split(' ')[0] ?? ''} ${String(name)}`)
    expect(new Set(inProcess).size).toBe(inProcess.length)
  })

  test('ends on each lane what it began, the innermost first, and never goes back in time', () => {
    const open = new Map<number | undefined, number[]>()
    for (const { ph, ts = 0, tid } of traceEvents) {
      const stack = open.get(tid) ?? []
      open.set(tid, stack)
      if (ph === 'B') stack.push(ts)
      if (ph === 'E') expect(stack.pop()).toBeLessThanOrEqual(ts)
    }
    expect([...open.values()].flat()).toEqual([])
    for (const tid of open.keys()) {
      const stamps = traceEvents.flatMap((event) =>
        event.tid === tid && (event.ph === 'B' || event.ph === 'E') ? [event.ts ?? Number.NaN] : [],
      )
      expect(stamps).toEqual(stamps.toSorted((a, b) => a - b))
    }
  })
})

test('has microseconds of the lab’s clock, to the nanosecond', () => {
  const report = recorded()
  const trace = traced(report)
  for (const [index, { axis, spans }] of [...storiesOf(report)].entries()) {
    const outages = spans.filter(({ is }) => is === 'outage').map(({ fromNs }) => fromNs)
    const shown = trace.traceEvents.filter(({ pid, ph, cat }) => pid === index + 1 && ph === 'B' && cat === 'outage')
    expect(shown.map(({ ts = 0 }) => Math.round(ts * 1000)).sort()).toEqual(outages.sort())
    const fault = trace.traceEvents.find(({ pid, ph, cat }) => pid === index + 1 && ph === 'B' && cat === 'fault')
    expect(fault === undefined ? null : Math.round((fault.ts ?? 0) * 1000)).toBe(axis.zeroNs)
  }
})

const slice = (fromNs: number, toNs: number): Slice => ({ name: '', category: '', fromNs, toNs, args: {} })

test('what overlaps in part gets a row of its own, what follows or lies within does not', () => {
  const [outer, inner, next, across] = [slice(0, 10), slice(2, 4), slice(10, 20), slice(8, 12)]
  expect(rowsOf([next, inner, outer])).toEqual([[outer, inner, next]])
  expect(rowsOf([outer, inner, next, across])).toEqual([[outer, inner, next], [across]])
})
