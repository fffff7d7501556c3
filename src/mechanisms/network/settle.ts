import type { Settle } from '../contract/settle.ts'

/** It has settled when its interfaces have. */
export const networkSettle: Settle = {
  waits: () => [],
  watched: () => ({}),
  warnings: ({ topology }) =>
    topology.nodes.flatMap(({ name, unread = [] }) =>
      unread.map((one) => ({
        code: 'not-modelled',
        what: `${name} has ${one.what}, so traffic that may pass ${one.device === null ? name : `${name}:${one.device}`} has no window`,
        where: one.where,
      })),
    ),
}
