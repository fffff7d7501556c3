import { unreadProblem } from '../../model/own-file.ts'
import type { Settle } from '../contract/settle.ts'

/** It has settled when its interfaces have. */
export const networkSettle: Settle = {
  waits: () => [],
  watched: () => ({}),
  warnings: ({ topology }) =>
    topology.nodes.flatMap(({ name, unread = [] }) =>
      unread.map((one) => unreadProblem(name, one, `may pass ${one.device === null ? name : `${name}:${one.device}`}`)),
    ),
}
