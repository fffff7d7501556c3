import { defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'
import { dualHomedLag } from 'backhoe-lab/topologies'

// The delays are long, so that a reaction which waited for the monitor would lie outside of a window of a jiffy.
const site = dualHomedLag({ mode: 'balance-xor', miimon: '100ms', downdelay: '500ms', updelay: '200ms' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { streams: 16, rate: '200pps' }) },
  experiments: {
    'a leg is cut': {
      fault: linkCut(site.leg(1)),
      hold: '1s',
      recover: '1s',
      settle: '1s',
      trials: 20,
      targets: { app: { outage: '< 100ms' } },
    },
    'a leg is silent': {
      fault: linkSilent(site.leg(1)),
      hold: '1s',
      recover: '1s',
      settle: '1s',
      trials: 20,
      targets: { app: { back: '< 2s' } },
    },
    'a leg is dark at the host alone': {
      fault: linkCut(site.leg(1), { end: 'near' }),
      hold: '1s',
      recover: '1s',
      settle: '1s',
      trials: 20,
      targets: { app: { back: '< 2s' } },
    },
  },
})
