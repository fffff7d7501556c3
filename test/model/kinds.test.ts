import { expect, test } from 'vitest'
import { knownEvent, knownWait } from '../../src/model/kinds/known.ts'
import type { NamedWait } from '../../src/model/operation.ts'
import type { PhaseEvent } from '../../src/model/phase.ts'

/** The shapes of waits and events are open: a plan that names another kind must not pass for one without any wait. */
test('a wait of a kind that no mechanism owns is refused, with those that there are', () => {
  const wait: NamedWait = { wait: 'vrrpSettledd' }
  expect(() => knownWait(wait)).toThrow("no mechanism owns the wait 'vrrpSettledd'")
  expect(knownWait({ wait: 'carrier' })).toEqual({ wait: 'carrier' })
})

test('a timer event of such a kind as well', () => {
  const event: PhaseEvent = { event: 'toString', node: 'r1' }
  expect(() => knownEvent(event)).toThrow("no mechanism owns the timer event 'toString'")
})
