import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { Progress } from '../../src/cli/progress.ts'
import { flow, trial } from '../verdict/trials.ts'

test('the worst so far is the longest outage, whether it ended or not', () => {
  const stream = new PassThrough()
  const progress = new Progress(stream as unknown as NodeJS.WriteStream, { color: false, width: 100, live: false })
  const measures = [
    flow({ outcome: 'never', outageNs: null, atLeastNs: 3.12e9 }),
    flow({ outcome: 'never', outageNs: 8.14e9, atLeastNs: 3.12e9 }),
    flow({ outcome: 'never', outageNs: null, atLeastNs: 9e9 }),
    flow({ outageNs: 5e9 }),
  ]
  const said = measures.map((one, index) => {
    const named = { experiment: 0, name: 'cut', index, id: `0-${String(index)}`, seed: 1 }
    progress.show({ kind: 'trial-started', trial: named })
    progress.show({ kind: 'trial-ended', trial: named, failure: null, measure: trial(index, [one]), labNs: 20e9 })
    return /worst so far: (.*) \(web forward\)/.exec(String(stream.read()))?.[1]
  })
  expect(said).toEqual(['never back within 3.12 s', '8.14 s', 'never back within 9 s', 'never back within 9 s'])
})
