import { formatNs } from '../../model/time.ts'
import type { Text } from '../contract/text.ts'
import { bfdOf, type BfdFeature } from './data.ts'
import { watchedSessions, type BfdSessionWait } from './data-sessions.ts'

const echoText = ({ echoNs }: BfdFeature): string => (echoNs === undefined ? '' : `, echo ${formatNs(echoNs)}`)

export const bfdText: Text = {
  nodeLines: (node) => {
    const feature = bfdOf(node)
    return feature === undefined
      ? []
      : [
          `BFD: ${formatNs(feature.intervalNs)} x ${String(feature.multiplier)}${echoText(feature)}`,
          ...(feature.neighbours.length === 0 ? [] : [`BFD with ${feature.neighbours.join(' and ')}`]),
        ]
  },
  watched: (watch) => watchedSessions(watch).map(({ node, name }) => `BFD session of ${node} at ${name}`),
  states: { bfdSession: 'bfd' },
  waits: { bfdSession: ({ node, name }: BfdSessionWait) => `the BFD session of ${node} at ${name} is Up` },
  events: {},
}
