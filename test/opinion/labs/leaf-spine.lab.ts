import { defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { leafSpine } from 'backhoe-lab/topologies'

const site = leafSpine({ leaves: 2, connect: '1s', bfd: { interval: '100ms' } })

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host(1), site.host(2), { streams: 4, rate: '50pps' }) },
  experiments: {
    'a cable is silent': {
      fault: linkSilent(site.leaf(1).uplink(1)),
      hold: '2s',
      recover: '8s',
      settle: '1s',
      trials: 1,
      targets: { web: { outage: '< 1s' } },
    },
  },
})
