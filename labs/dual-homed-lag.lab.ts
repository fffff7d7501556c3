/**
 * Shape     host and server, each with an LACP bond of two legs on a stack (one logical switch of two members).
 *
 *           | Description   | host and server with LACP bonds on a stack    |
 *           | Components    | 1 stack (bridge, bonds), host, server         |
 *           | Resources     | 3 nodes, 4 cables; no privileges              |
 *           | Topology file | `backhoe generate labs/dual-homed-lag.lab.ts` |
 *           | Name          | dual-homed-lag                                |
 *
 * Question  what does losing a leg cost: by cut, silently both ways, silently one way?
 * Answer    A cut costs next to nothing: carrier tells both ends at once. Silent both ways costs 2 to 3 s and a little,
 *           the short LACP timeout. Silent one way is the surprise: 5 to 9 s although lacp_rate is fast, because the end
 *           that still hears its partner keeps sending into the hole until the deaf end has gone to DEFAULTED.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'
import { dualHomedLag } from 'backhoe-lab/topologies'

const site = dualHomedLag({ lacpRate: { host: 'fast', switch: 'fast', server: 'fast' }, hash: 'layer3+4' })

export default defineLab({
  topology: site,
  traffic: {
    app: flow(site.host, site.server, { streams: 16, rate: '100pps' }),
  },
  experiments: {
    'leg 1 is cut': {
      fault: linkCut(site.leg(1)),
      hold: '8s',
      // Legs that were DEFAULTED speak every 30 s, and are used again only then.
      recover: '40s',
      trials: 20,
      targets: { app: { outage: '< 50ms', reversionOutage: '< 500ms' } },
    },
    'leg 1 goes silent': {
      fault: linkSilent(site.leg(1)),
      hold: '12s',
      recover: '40s',
      trials: 20,
      targets: { app: { outage: '< 4s', reversionOutage: '< 500ms' } },
    },
    'leg 1 goes silent towards the switch': {
      fault: linkSilent(site.leg(1), { direction: 'fromNear' }),
      hold: '20s',
      recover: '40s',
      trials: 20,
      targets: { app: { outage: '< 10s', reversionOutage: '< 500ms' } },
    },
  },
})
