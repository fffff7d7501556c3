import type { Settle } from '../contract/settle.ts'
import { networkOf } from './data.ts'

/** It has settled when its interfaces have. */
export const networkSettle: Settle = {
  waits: () => [],
  watched: () => ({}),
  warnings: ({ topology }) =>
    topology.nodes.flatMap((node) =>
      (networkOf(node)?.unread ?? []).map(({ what, where, device }) => ({
        code: 'not-modelled',
        what: `${node.name} has ${what}, so traffic that may pass ${device === null ? node.name : `${node.name}:${device}`} has no window`,
        where,
      })),
    ),
}
