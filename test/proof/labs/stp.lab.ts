import { defineLab, flow } from 'backhoe-lab'
import { linkCut, nodeDown } from 'backhoe-lab/chaos'
import { redundantSwitches } from 'backhoe-lab/topologies'

const site = redundantSwitches({ loopFree: 'stp', hello: '1s', maxAge: '6s', forwardDelay: '4s' })
/**
 * A tree that moves back hurries nobody's table: the kernel's neighbours ask again when theirs is due, 15 to 45 s after it
 * was confirmed, and 8 s later aloud. The fault is proved to be gone after that.
 */
const short = { recover: '60s', settle: '1s', trials: 2 } as const

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host(1), site.server(2), { streams: 1, rate: '100pps' }) },
  experiments: {
    direct: { fault: linkCut(site.access(1).uplink1), hold: '10s', ...short, targets: { app: { outage: '< 9s' } } },
    indirect: { fault: linkCut(site.peer), hold: '18s', ...short, targets: { app: { outage: '< 17s' } } },
    root: { fault: nodeDown(site.distribution(1)), hold: '15s', ...short, targets: { app: { outage: '< 12s' } } },
  },
})
