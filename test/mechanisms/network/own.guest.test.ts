import { expect, test } from 'vitest'
import { ownTrials } from '../own.ts'

// Each experiment cuts the leg that another file's bond uses. A trial of each finds the bonds settled, and every flow lies in the window
// that theory has from the files (own.test.ts has its numbers). Some ten seconds a lab.
test.each(['netplan', 'ifupdown', 'networkmanager'])(
  'trials of %s files of the user’s own lie in their windows',
  async (name) => {
    await ownTrials(`test/mechanisms/network/labs/own-${name}.lab.ts`, ({ experiments }) => {
      // Both directions of each host's flow.
      expect(experiments.map(({ windows }) => windows.length)).toEqual([8, 8, 8, 8])
    })
  },
)
