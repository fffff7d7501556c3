import type { CarrierWait } from './data-kinds.ts'
import type { Text } from '../contract/text.ts'

/** Carrier is nobody's protocol. */
export const linkText: Text = {
  watched: () => ['carrier of every interface'],
  states: { carrier: 'carrier' },
  waits: { carrier: ({ node, name }: CarrierWait) => `${node}:${name} has carrier` },
  events: {},
}
