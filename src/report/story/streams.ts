import type { JournalEvent, StreamRecord } from '../../model/journal.ts'
import type { TrialStory } from './schema.ts'
import { eventsOf } from './trial.ts'

type StoryStream = TrialStory['streams'][number]

/** Says what became of every packet. Streams whose packets fared the same are one entry. */
export function streamsOf(events: readonly JournalEvent[]): StoryStream[] {
  const told = new Map<string, StoryStream>()
  for (const event of eventsOf(events, 'stream')) {
    const one = storyStream(event)
    const key = JSON.stringify({ ...one, streams: [] })
    const same = told.get(key)
    if (same === undefined) told.set(key, one)
    else same.streams.push(event.stream)
  }
  return [...told.values()]
}

const storyStream = (record: StreamRecord): StoryStream => ({
  flow: record.flow,
  direction: record.direction,
  streams: [record.stream],
  firstNs: record.firstNs,
  stepNs: record.stepNs,
  sent: record.sent,
  lost: pairs(record.lost),
  overdue: pairs(record.overdue),
  duplicated: pairs(record.duplicated),
  reordered: [...record.reordered],
  late: pairs(record.late),
})

const pairs = (list: readonly (readonly [number, number])[]): [number, number][] => list.map(([a, b]) => [a, b])
