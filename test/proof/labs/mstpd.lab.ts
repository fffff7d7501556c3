import { defineLab, flow } from 'backhoe-lab'
import { linkCut, nodeDown } from 'backhoe-lab/chaos'
import { redundantSwitches } from 'backhoe-lab/topologies'

const site = redundantSwitches({ loopFree: 'rstp', by: 'mstpd' })
const short = { hold: '3s', recover: '5s', settle: '1s', trials: 2, targets: { app: { outage: '< 2s' } } } as const

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host(1), site.server(2), { streams: 1, rate: '100pps' }) },
  experiments: {
    direct: { fault: linkCut(site.access(1).uplink1), ...short },
    indirect: { fault: linkCut(site.peer), ...short },
    root: { fault: nodeDown(site.distribution(1)), ...short },
  },
})
