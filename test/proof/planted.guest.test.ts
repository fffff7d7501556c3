import { expect, test } from 'vitest'
import { measureFlow } from '../../src/measure/flow.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './planted.inside.ts'

const LENGTHS_SECONDS = [0.02, 0.05, 0.2, 1, 5, 20] as const

// The planted length lies between (healing began - cut ended) and (healing ended - cut began), by the shell's own clock.
// A measure with its error must overlap that interval; the error is checked too, so that it cannot cover for anything:
// 1000 pps give 1 ms of spacing, the shell's `tc` takes a few ms each time, and a late probe at most a few more.
test.each(['virtual', 'uml'] as const)(
  'an outage that a shell has planted is measured within its error (%s)',
  async (kernel) => {
    using guest = await inside<typeof entry>(new URL('planted.inside.ts', import.meta.url), LENGTHS_SECONDS, { kernel })
    const { planted, records } = guest.result
    const stream = records.find((record) => record.direction === 'forward')
    if (stream === undefined) throw new Error('no stream')
    for (const [index, { cutNs, healedNs }] of planted.entries()) {
      const readyNs = index === 0 ? 0 : (planted[index - 1]?.healedNs[1] ?? 0)
      const nextNs = planted[index + 1]?.cutNs[0] ?? Infinity
      // The shell's repair is the network's own recovery here: to the measure the fault is not healed until later.
      const watchedNs = healedNs[1] + 1.9e9
      const only = { ...stream, lost: stream.lost.filter(([first]) => stream.firstNs + first * stream.stepNs < nextNs) }
      const span = { readyNs, injected: cutNs, healed: [watchedNs, watchedNs], variant: 0 } as const
      const { outageNs, errorNs } = measureFlow([only], span)
      const text = `${LENGTHS_SECONDS[index] ?? 0} s`
      expect(outageNs, text).not.toBeNull()
      expect((outageNs ?? 0) + errorNs, text).toBeGreaterThanOrEqual(healedNs[0] - cutNs[1])
      expect((outageNs ?? 0) - errorNs, text).toBeLessThanOrEqual(healedNs[1] - cutNs[0])
      if (kernel === 'virtual') expect(errorNs, text).toBeLessThan(20e6)
    }
  },
)
