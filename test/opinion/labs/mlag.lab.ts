import { defineLab, flow } from 'backhoe-lab'
import { nodeDown } from 'backhoe-lab/chaos'
import { mlagPair } from 'backhoe-lab/topologies'

const site = mlagPair()

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host(1), site.server(1), { streams: 4, rate: '50pps' }) },
  experiments: {
    'a switch dies': {
      fault: nodeDown(site.switch1),
      hold: '1s',
      recover: '4s',
      settle: '1s',
      trials: 1,
      targets: { app: { outage: '< 1s' } },
    },
  },
})
