import { expect, test } from 'vitest'
import { outlookOf } from '../../src/cli/plan-targets.ts'
import { worded } from '../../src/model/reason.ts'
import type { Target } from '../../src/model/target.ts'
import type { Window } from '../../src/model/window.ts'
import { every, experimentPlan, window } from '../report/story.ts'

const [variant] = experimentPlan().variants
if (variant === undefined) throw new Error('the plan has a variant')

/** Of windows from 2.61 to 3.61 s, or others; `silent`: about one direction. */
const outlook = (target: Target, windows: readonly Window[] = [window], silent = false): string => {
  const silences = silent ? [{ on: 'web', direction: 'backward' as const, because: worded('nobody knows') }] : []
  const { is, text } = outlookOf(target, { variants: [{ ...variant, windows, silent: silences }] })
  return `${is}: ${text}`
}

test('a target is held against the windows of its traffic', () => {
  expect(outlook(every('web', 'outage', 4e9))).toBe('fits: the timers allow 3.61 s at most')
  expect(outlook(every('web', 'outage', 3e9))).toBe('risk: the timers allow 3.61 s')
  expect(outlook(every('web', 'outage', 2e9))).toBe('cannot: the timers need 2.61 s at least')
  expect(outlook(every('web', 'total', 4e9))).toBe('open: the longest outage is 3.61 s at most')
  expect(outlook(every('web', 'back', 4e9))).toBe('open: no window bounds it')
  expect(outlook(every('voice', 'outage', 4e9))).toBe('open: it has no window')
})

test('what does not come back, and what theory is silent about, fits nowhere', () => {
  const never = { ...window, highNs: null }
  expect(outlook(every('web', 'outage', 4e9), [never])).toBe('risk: it does not come back before the healing')
  const healed = { ...window, unhealedNs: null }
  expect(outlook(every('web', 'outage', 4e9), [healed])).toBe('risk: it may not come back before the healing')
  expect(outlook(every('web', 'outage', 4e9), [window], true)).toBe(
    'open: 3.61 s at most, but a part of it has no window',
  )
})
