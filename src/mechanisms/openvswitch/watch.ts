import { watchedOpenVSwitches } from '../stp/data-kinds.ts'
import { OPEN_VSWITCH_FOLDER } from '../../model/open-vswitch.ts'
import type { Ns } from '../../model/time.ts'
import type { Watch } from '../contract/watch.ts'
import { ovsdbPorts } from './watch-ports.ts'

/**
 * A port's state goes through ovs-vswitchd's main loop, the database and its client: 1 to 7 ms after the port's own BPDU,
 * and 11.5 ms while several of them start, measured. What lasts no longer than that is never seen.
 */
const REPORTED_NS: Ns = 20e6

export const openVSwitchWatch: Watch = {
  start: (plan, sight) => {
    for (const node of watchedOpenVSwitches(plan)) {
      const read = ovsdbPorts((name, to, detail, atNs, sinceNs) => {
        sight.saw({ watch: 'stpPort', node, name, to, detail }, atNs, sinceNs)
      })
      sight.follow(node, `${OPEN_VSWITCH_FOLDER}/ports.fifo`, REPORTED_NS, read)
    }
    return { found: () => undefined, close: () => undefined }
  },
  waits: {},
  events: {},
}
