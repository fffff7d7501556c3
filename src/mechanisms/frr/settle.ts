import type { Settle } from '../contract/settle.ts'

/** It has settled when its protocols have. */
export const frrSettle: Settle = {
  waits: () => [],
  watched: () => ({}),
}
