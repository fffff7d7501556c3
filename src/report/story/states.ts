import { stateWord } from '../../mechanisms/all/text.ts'
import type { JournalEvent } from '../../model/journal.ts'
import type { StoryState } from './schema.ts'
import { eventsOf } from './trial.ts'

/** Of each object all that was seen, in the order of first sightings. */
export function statesOf(events: readonly JournalEvent[]): StoryState[] {
  const lanes = new Map<string, StoryState>()
  for (const [order, event] of eventsOf(events, 'state').entries()) {
    const { watch, node, name, t, sinceNs = t, from, to, detail } = event
    const key = `${watch} ${node} ${name}`
    const lane = lanes.get(key) ?? { watch, node, name, word: stateWord(watch), changes: [] }
    lanes.set(key, lane)
    lane.changes.push({ atNs: t, sinceNs, from, to, order, ...(detail === undefined ? {} : { detail }) })
  }
  return [...lanes.values()]
}
