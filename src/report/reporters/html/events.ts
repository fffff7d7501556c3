import { instantText } from '../../../page/axis.ts'
import { eventsOf } from '../../../page/events.ts'
import type { TrialStory } from '../../story/schema.ts'
import { element, escaped } from './element.ts'

/** As many as a person reads. */
const MOST = 80

/** What happened in a trial from the fault on, an event a line. */
export function eventList(story: TrialStory): string {
  const zeroNs = story.axis.zeroNs ?? story.axis.readyNs
  const events = eventsOf(story)
  const shown = events.slice(0, MOST)
  return [
    element(
      'ol',
      { class: 'events' },
      ...shown.map(({ atNs, text }) =>
        element(
          'li',
          {},
          element('time', {}, instantText(atNs - zeroNs)),
          element('span', { dir: 'auto' }, escaped(text)),
        ),
      ),
    ),
    ...(events.length > shown.length
      ? [element('p', { class: 'dim' }, `${String(events.length - shown.length)} more are in journal.ndjson.`)]
      : []),
  ].join('')
}
