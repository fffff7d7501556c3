import { expect, test } from 'vitest'
import { ownTrials } from '../own.ts'

// A trial finds each virtual router settled, knows the phase of its timer, and lies in the window that theory has from the file (its
// numbers: own.test.ts). Some seven seconds for each.
test.each([
  ['classic', 'advertisements that r2 receives on lan'],
  ['fast', 'advertisements that r2 receives on lan'],
  ['included', "r1's questions to 10.0.2.20"],
  ['unicast', 'advertisements that r2 receives on lan'],
  ['tracked', 'advertisements that r2 receives on mgmt'],
])('%s: trials of a keepalived.conf of the user’s own lie in its window', async (name, timer) => {
  await ownTrials(`test/mechanisms/vrrp/labs/own-${name}.lab.ts`, ({ experiments: [experiment] }, journal) => {
    expect(experiment?.windows).toHaveLength(2)
    expect(experiment?.phases[0]?.timer).toBe(timer)
    expect(journal).toMatch(/"watch":"vrrp".*"to":"MASTER"/)
  })
})
