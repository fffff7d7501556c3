import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './panel.inside.ts'

const lit = { a: true, b: true }
const dark = { a: false, b: false }

test('an end is lit when no fault darkens it and the far node has its port up', async () => {
  using guest = await inside<typeof entry>(new URL('panel.inside.ts', import.meta.url))
  expect(guest.result.seen).toEqual([
    ['built', lit],
    ['light b off', { a: true, b: false }],
    ['light b on', lit],
    // A shut port has no carrier itself, and its neighbour loses the light.
    ['a shuts its port', dark],
    ['light b off and on meanwhile', dark],
    ['b shuts its port too', dark],
    ['a opens', dark],
    ['b opens', lit],
    ['light b off, a shut and opened', { a: true, b: false }],
    ['light b on again', lit],
    ['cut', dark],
  ])
  // Goes into every error bar. Two sends with their waits for RCU would be over it.
  expect(guest.result.cutNs).toBeLessThanOrEqual(100_000)
})
