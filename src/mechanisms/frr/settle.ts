import type { Problem } from '../../model/problem.ts'
import type { UnreadLine } from '../../model/own-file.ts'
import type { Node } from '../../model/topology.ts'
import type { Settle } from '../contract/settle.ts'

/** It has settled when its protocols have. */
export const frrSettle: Settle = {
  waits: () => [],
  watched: () => ({}),
}

/** What of a user's own file is not understood, each with what it costs. */
export const unreadWarnings = ({ name }: Node, unread: readonly UnreadLine[] = []): readonly Problem[] =>
  unread.map(({ what, where }) => ({
    code: 'not-modelled',
    what: `${name} has ${what}, so traffic that may pass ${name} has no window`,
    where,
  }))
