import type { Operation } from '../../model/operation.ts'
import type { TrialStory } from './schema.ts'
import { eventsOf, type ToldTrial } from './trial.ts'

type StoryOperation = TrialStory['operations'][number]

/** What was done to the kernel, and when. The agent takes the batches of a fault in the order of the plan. */
export function operationsOf({ events, variant }: ToldTrial): StoryOperation[] {
  return [
    ...eventsOf(events, 'inject').map((event, batch) =>
      stamped('inject', batch, event, variant?.inject[batch]?.operations),
    ),
    ...eventsOf(events, 'heal').map((event) => stamped('heal', 0, event, variant?.heal)),
  ]
}

const stamped = (
  what: StoryOperation['what'],
  batch: number,
  { beforeNs, afterNs, text }: Pick<StoryOperation, 'beforeNs' | 'afterNs'> & { readonly text: readonly string[] },
  planned: readonly Operation[] = [],
): StoryOperation => ({
  what,
  batch,
  beforeNs,
  afterNs,
  text: [...text],
  operations: planned.length === text.length ? planned.map((operation) => ({ ...operation })) : [],
})
