/*
 * The room of files that a run leaves: the journal and the plan, written and read back.
 * It owns their schemas, the order of their keys and what is said of a file that is damaged.
 * It never interprets an event: that is for `measure/`.
 * Begin here: `readJournal`, below. `schema.ts` has every event, `plan-schema.ts` and `operation-schema.ts` the plan, `serialize.ts` writes
 * events in a fixed order of keys so that equal runs are equal bytes, `trials.ts` splits a journal into its trials.
 */
import type { z } from 'zod'
import type { JournalEvent } from '../model/journal.ts'
import { BackhoeError } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import type { Problem } from '../model/problem.ts'
import { EVENTS } from './schema.ts'

/** Of a file that is no journal, so many lines say enough. */
const SHOWN = 3

const RUN_AGAIN = 'run the lab again: backhoe run LAB'
const ANOTHER_RUN = 'name the folder of a run: backhoe report runs/latest'

type Line = { readonly event: JournalEvent } | { readonly problem: Problem }

/**
 * The events of a `journal.ndjson`, one a line. `file` is its name in messages.
 * Throws BackhoeError (64) with file:line of every line that is cut off, no JSON, or no event of this version.
 */
export function readJournal(text: string, file: string): JournalEvent[] {
  const lines = text.split('\n')
  const rest = lines.pop() ?? ''
  const read = lines.map((line, index) => readLine(line, `${file}:${String(index + 1)}`))
  if (rest !== '') read.push({ problem: cutOff(rest, `${file}:${String(lines.length + 1)}`) })

  const problems = read.flatMap((line) => ('problem' in line ? [line.problem] : []))
  const events = read.flatMap((line) => ('event' in line ? [line.event] : []))
  if (problems.length === 0) problems.push(...beginning(events[0], file))
  if (problems.length > 0) throw new BackhoeError(shorten(problems, file))
  return events
}

function readLine(line: string, where: string): Line {
  const value = parse(line)
  if (value === undefined) {
    const what = `this line is not JSON: ${excerpt(line)}`
    return { problem: { code: 'journal-not-json', what, where, allowed: 'one JSON object a line', next: ANOTHER_RUN } }
  }
  const ev = typeof value === 'object' && value !== null && 'ev' in value ? value.ev : undefined
  if (typeof ev !== 'string' || !isEvent(ev)) return { problem: unknownEvent(ev, where) }
  const result = EVENTS[ev].safeParse(value)
  if (result.success) return { event: result.data }
  const what = `${ev}: ${result.error.issues.map(issueText).join('; ')}`
  const allowed = `the fields of ${ev}: ${Object.keys(EVENTS[ev].shape).join(', ')}`
  return { problem: { code: 'journal-bad-event', what, where, allowed, next: RUN_AGAIN } }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const isEvent = (ev: string): ev is keyof typeof EVENTS => Object.hasOwn(EVENTS, ev)

const issueText = (issue: z.core.$ZodIssue): string =>
  [...issue.path.map(String), issue.message.replace('Invalid input: ', '')].join(': ')

function unknownEvent(ev: unknown, where: string): Problem {
  if (typeof ev !== 'string') {
    const what = 'this line is JSON, but no event: it has no `ev`'
    return { code: 'journal-foreign', what, where, allowed: `{"t":…,"ev":"start",…}`, next: ANOTHER_RUN }
  }
  const what = `no event is called ${excerpt(ev)}`
  return { code: 'journal-unknown-event', what, where, ...remedyFor(ev, Object.keys(EVENTS), { otherwise: RUN_AGAIN }) }
}

function cutOff(line: string, where: string): Problem {
  const what = `the last line is cut off, as when a run is killed or the disk is full: ${excerpt(line)}`
  const allowed = 'a newline after every event'
  return { code: 'journal-truncated', what, where, allowed, next: RUN_AGAIN }
}

function beginning(first: JournalEvent | undefined, file: string): Problem[] {
  if (first === undefined) {
    const allowed = 'one event a line, the first is start'
    return [{ code: 'journal-empty', what: 'the journal holds no event', where: file, allowed, next: RUN_AGAIN }]
  }
  if (first.ev === 'start') return []
  const what = `the journal begins with ${first.ev}: its head is missing`
  return [{ code: 'journal-headless', what, where: `${file}:1`, allowed: 'start as the first event', next: RUN_AGAIN }]
}

function shorten(problems: readonly Problem[], file: string): readonly Problem[] {
  if (problems.length <= SHOWN) return problems
  const what = `${String(problems.length - SHOWN)} more lines are broken too`
  return [...problems.slice(0, SHOWN), { code: 'journal-broken', what, where: file, next: ANOTHER_RUN }]
}

const excerpt = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 57)}…`)
