import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './spin-interrupts.inside.ts'

const ENTRY = new URL('spin-interrupts.inside.ts', import.meta.url)

test('a program that spins is interrupted where the safety net is on, and each time is counted', async () => {
  using guest = await inside<typeof entry>(ENTRY, { spin: true }, { safetyNet: true })
  const { struck, spunMs } = guest.result
  expect(struck).toBeGreaterThan(0)
  // Each costs a tick of 10 ms, and nothing else of the program does. One may come before its first look at the clock, one after its last.
  expect(Math.abs(struck * 10 - spunMs)).toBeLessThan(21)
})

test('programs that work and sleep are not', async () => {
  using guest = await inside<typeof entry>(ENTRY, { spin: false }, { safetyNet: true })
  expect(guest.result.struck).toBe(0)
})
