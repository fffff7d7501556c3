import { existsSync } from 'node:fs'
import type { Probes } from '../contract/probe.ts'
import type { openVSwitchNeeds } from './needs.ts'

export const openVSwitchProbes: Probes<typeof openVSwitchNeeds.brings> = {
  tun: {
    made: 'a look at /dev/net/tun',
    make: () => {
      if (!existsSync('/dev/net/tun')) throw new Error('there is no /dev/net/tun')
    },
  },
}
