import type { Theory } from '../contract/theory.ts'
import { unreadOfFrr } from './data-own.ts'

/** FRR moves nothing by itself: its protocols do. */
export const frrTheory: Theory = {
  changes: () => ({ changes: [], blocked: [] }),
  foreign: (node) =>
    unreadOfFrr(node).map(({ what, where }) => ({
      because: `has ${what} at ${where}, which is not modelled`,
      addresses: null,
    })),
}
