import { formatNs } from '../../model/time.ts'
import type { Text } from '../contract/text.ts'
import { bfdOf } from './data.ts'

export const bfdText: Text = {
  nodeLines: (node) => {
    const feature = bfdOf(node)
    return feature === undefined ? [] : [`BFD: ${formatNs(feature.intervalNs)} x ${String(feature.multiplier)}`]
  },
  states: {},
  waits: {},
  events: {},
}
