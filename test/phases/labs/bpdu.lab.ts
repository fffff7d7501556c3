import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { redundantSwitches } from 'backhoe-lab/topologies'

const site = redundantSwitches({ loopFree: 'stp', hello: '1s', maxAge: '6s', forwardDelay: '4s' })

export default defineLab({
  topology: site,
  traffic: { 'at the backup': flow(site.host(1), site.server(2), { streams: 2, rate: '50pps' }) },
  experiments: {
    'the peer link is cut': {
      fault: linkCut(site.peer),
      gate: 'naive',
      settle: '200ms',
      hold: '15s',
      recover: '200ms',
      trials: 20,
      targets: { 'at the backup': { outage: '< 16s' } },
    },
  },
})
