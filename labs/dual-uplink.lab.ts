/**
 * Shape     a site with two providers: an edge router at each, one gateway address between them (VRRP), NAT at either.
 *           Both ask for an address beyond their provider, and who gets no answer is no gateway. A server is published at
 *           either provider (DNAT), and answers each by the provider that it was asked by (policy routing).
 *
 *           | Description   | two uplinks, tracked reachability, NAT, policy routing, a shared last mile        |
 *           | Components    | 2 edge routers (keepalived, nft), 3 routers (static), switch (bridge), 3 machines |
 *           | Resources     | 9 nodes, 9 cables; no privileges                                                  |
 *           | Topology file | `backhoe generate labs/dual-uplink.lab.ts`                                        |
 *           | Name          | dual-uplink                                                                       |
 *
 * Question  a provider fails. What does it cost, and does it matter where it fails?
 * Answer    A cut access line is seen by its carrier: the edge router resigns, and the other one waits its skew, 0.61 s.
 *           Behind the first hop nothing but the ping sees it: the third failure in a row, and the skew, 2.61 to 4.15 s.
 *           The address of the site changes with its provider, so no TCP session survives it: it is reset and begins anew,
 *           and once more when provider A is back. Two lines in one duct are one line: that experiment misses its target.
 *           What is published is no failover: an address lives and dies with its provider. Who was asked by the other one
 *           notices nothing, not even the gateway's move; who asks has to know both addresses.
 */
import { defineLab, flow, session } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'
import { dualUplink } from 'backhoe-lab/topologies'

const site = dualUplink({ advertInterval: '1s', lastMile: 'shared' })

export default defineLab({
  topology: site,
  traffic: {
    // Behind NAT nobody outside can begin: but to ask the server, by its address at either provider.
    out: flow(site.host, site.remote, { streams: 4, rate: '100pps', oneWay: true }),
    shop: session.tcp(site.host, site.remote),
    atA: flow(site.remote, site.serverAtA, { streams: 1 }),
    atB: flow(site.remote, site.serverAtB, { streams: 1 }),
    mailAtA: session.tcp(site.remote, site.serverAtA),
    mailAtB: session.tcp(site.remote, site.serverAtB),
  },
  experiments: {
    'the access line of provider A is cut': {
      fault: linkCut(site.e1.wan),
      hold: '10s',
      trials: 10,
      targets: {
        out: { outage: '< 1s' },
        shop: { atLeast: 'reconnected', stall: '< 6s' },
        atB: { outage: '< 50ms' },
        mailAtB: { atLeast: 'untouched' },
      },
    },
    'the access line of provider B is cut while A is the way out': {
      fault: linkCut(site.e2.wan),
      hold: '5s',
      trials: 5,
      targets: {
        out: { outage: '< 50ms' },
        shop: { atLeast: 'untouched' },
        atA: { outage: '< 50ms' },
        mailAtA: { atLeast: 'untouched' },
        mailAtB: { atLeast: 'survived', stall: '< 15s' },
      },
    },
    'provider A is silent behind its first hop': {
      fault: linkSilent(site.providerA.backbone),
      hold: '12s',
      trials: 20,
      targets: { out: { outage: '< 5s' }, shop: { atLeast: 'reconnected', stall: '< 12s' } },
    },
    'an excavator finds the duct of both lines': {
      fault: linkCut([site.e1.wan, site.e2.wan]),
      hold: '10s',
      recover: '15s',
      trials: 3,
      targets: { out: { outage: '< 5s' } },
    },
  },
})
