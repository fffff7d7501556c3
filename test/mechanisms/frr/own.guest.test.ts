import { expect, test } from 'vitest'
import { ownTrials } from '../own.ts'

// A trial finds the routes there before the fault, and lies in the window that theory has from the files (own.test.ts has its numbers).
// Some ten seconds for each.
test.each(['shown', 'networks', 'fabric', 'backup'])(
  '%s: trials of an frr.conf of the user’s own lie in its window',
  async (name) => {
    await ownTrials(`test/mechanisms/frr/labs/own-${name}.lab.ts`, ({ experiments: [experiment] }, journal) => {
      expect(experiment?.windows).toHaveLength(2)
      expect(journal).toMatch(/"watch":"route".*"to":"10\.1\.13\.2"/)
    })
  },
)
