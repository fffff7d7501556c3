import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { mlagPair } from 'backhoe-lab/topologies'

const site = mlagPair()

export default defineLab({
  topology: site,
  traffic: { app: flow(site.orphan(2), site.host(1), { streams: 2, rate: '50pps' }) },
  experiments: {
    silent: {
      fault: linkSilent(site.peer),
      gate: 'naive',
      settle: '200ms',
      hold: '1s',
      recover: '200ms',
      trials: 20,
      targets: { app: { back: '< 10s' } },
    },
  },
})
