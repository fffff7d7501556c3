/**
 * Shape     three servers and a spare behind one address: the router has a route to it by three next hops (ECMP), and
 *           each next hop is a virtual address of a server, for which the spare is the backup.
 *
 *           | Description   | one service address on every loopback, ECMP, a VRRP group for each next hop |
 *           | Components    | 4 servers (keepalived), router (static), switch (bridge), client            |
 *           | Resources     | 7 nodes, 6 cables; no privileges                                            |
 *           | Topology file | `backhoe generate labs/n-plus-one.lab.ts`                                   |
 *           | Name          | n-plus-one                                                                  |
 *
 * Question  a server dies. Which requests notice, for how long, and what becomes of their sessions?
 * Answer    Those that are hashed to it, about a third: 2A + skew to 3A + skew, 2.61 to 3.61 s, then the spare has its next
 *           hop. When two die the spare takes both, in the same time. The others notice nothing, and neither does
 *           anybody when the server comes back. A TCP session of the dead server is not saved: the spare does not know it
 *           and resets it at its next retransmission (up to 8 s of silence), and it begins anew: restarted, with another
 *           server. With the spare dead too nothing takes the next hop over and the router goes on using it: a third of
 *           the requests is lost for as long as the server is, and their sessions hang. That experiment misses its target.
 */
import { defineLab, flow, session } from 'backhoe-lab'
import { linkCut, nodeDown } from 'backhoe-lab/chaos'
import { nPlusOne } from 'backhoe-lab/topologies'

const site = nPlusOne({ servers: 3, advertInterval: '1s' })

export default defineLab({
  topology: site,
  traffic: {
    requests: flow(site.client, site.service, { streams: 32, rate: '100pps' }),
    shop: session.tcp(site.client, site.service),
  },
  experiments: {
    'a server dies': {
      fault: nodeDown(site.server(1)),
      hold: '10s',
      trials: 20,
      targets: {
        requests: { outage: '< 4s', reversionOutage: '< 100ms' },
        shop: { atLeast: 'restarted', stall: '< 10s' },
      },
    },
    'two servers die at once': {
      fault: linkCut([site.server(1).link, site.server(2).link]),
      hold: '10s',
      trials: 10,
      targets: { requests: { outage: '< 4s' } },
    },
    'a server dies when the spare is dead': {
      fault: linkCut([site.server(1).link, site.spare.link]),
      hold: '10s',
      trials: 3,
      targets: { requests: { outage: '< 4s' } },
    },
  },
})
