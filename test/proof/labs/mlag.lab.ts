import { defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent, nodeDown } from 'backhoe-lab/chaos'
import { mlagPair } from 'backhoe-lab/topologies'

const site = mlagPair()
/** A second of delayRestore, LACP begun anew, and nothing of it left: only then is the fault proved to be gone. */
const short = { recover: '10s', settle: '1s', trials: 2 } as const

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host(1), site.server(1), { streams: 4, rate: '100pps' }) },
  experiments: {
    leg: { fault: linkCut(site.host(1).leg1), hold: '1s', ...short, targets: { app: { outage: '< 1s' } } },
    member: { fault: linkSilent(site.server(1).leg1), hold: '5s', ...short, targets: { app: { outage: '< 5s' } } },
    peer: { fault: linkCut(site.peer), hold: '1s', ...short, targets: { app: { outage: '< 1s' } } },
    switch: { fault: nodeDown(site.switch1), hold: '1s', ...short, targets: { app: { outage: '< 1s' } } },
  },
})
