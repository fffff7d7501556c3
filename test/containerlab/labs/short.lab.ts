/** A short lab for whoever ends runs: an active leg is cut, silent, slow; a switch hangs, or dies. */
import { defineLab, flow } from 'backhoe-lab'
import { impair, linkCut, linkSilent, nodeDown, nodePause } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ miimon: '100ms', primary: 'leg1' })
const brief = {
  settle: '500ms',
  hold: '3s',
  recover: '500ms',
  trials: 20,
  targets: { app: { outage: '< 5s' } },
} as const

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { streams: 1, rate: '100pps' }) },
  experiments: {
    cut: { fault: linkCut(site.leg1), ...brief },
    silent: { fault: linkSilent(site.leg1), ...brief },
    slow: { fault: impair(site.leg1, { delay: '50ms' }), ...brief },
    hang: { fault: nodePause(site.sw1), ...brief },
    dead: { fault: nodeDown(site.sw1), ...brief },
  },
})
