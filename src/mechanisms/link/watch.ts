import type { CarrierWait } from './data-kinds.ts'
import type { Look, Watch } from '../contract/watch.ts'

export const linkWatch: Watch = {
  waits: {
    carrier: {
      wanted: ({ node, name }: CarrierWait) => `carrier on ${node}:${name}`,
      seen: ({ node, name }: CarrierWait, look: Look) => `carrier ${look.now('carrier', node, name) ?? 'unknown'}`,
      holds: ({ node, name }: CarrierWait, look: Look) => look.now('carrier', node, name) === 'up',
    },
  },
  events: {},
}
