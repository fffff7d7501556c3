/**
 * Shape     client ── sw1 ══ sw2, a server on each switch; keepalived holds the virtual address of a service at one of them.
 *
 *           | Description   | a service on a virtual address, with its server on either node |
 *           | Components    | 2 switches (bridge), 2 servers (keepalived), client            |
 *           | Resources     | 5 nodes, 4 cables; no privileges                               |
 *           | Topology file | `backhoe generate labs/service-pair.lab.ts`                    |
 *           | Name          | service-pair                                                   |
 *
 * Question  the server that has the address loses its cable. How long is the service away, and what becomes of its sessions?
 * Answer    2A + skew to 3A + skew, 2.61 to 3.61 s with an advertisement each second and priority 100 at the backup, for
 *           datagrams in both directions: they need no more than an address. A TCP connection does not survive: s2 does not
 *           know it, and resets it when TCP sends again, up to 7.2 s after the last answer. The client dials again a second later.
 *           It costs the same once more when s1 comes back and takes its address: the connection to s2 is reset at the next
 *           request, 1.0 to 1.2 s without an answer, while datagrams lose an answer at most. `preempt: false` saves that.
 *           Apart from each other (the cable between the switches) both servers have the address, and the client keeps its own.
 */
import { defineLab, flow, session } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { servicePair } from 'backhoe-lab/topologies'

const site = servicePair({ advertInterval: '1s', priority: { s1: 150, s2: 100 } })

export default defineLab({
  topology: site,
  traffic: {
    dns: flow(site.client, site.vip, { streams: 4, rate: '100pps' }),
    shop: session.tcp(site.client, site.vip),
  },
  experiments: {
    's1 loses its cable': {
      fault: linkCut(site.s1.link),
      hold: '12s',
      trials: 20,
      targets: {
        dns: { outage: '< 4s', reversionOutage: '< 100ms' },
        shop: { atLeast: 'restarted', stall: '< 9s' },
      },
    },
    'the switches lose each other': {
      fault: linkCut(site.peer),
      hold: '8s',
      trials: 10,
      targets: {
        dns: { outage: '< 50ms', reversionOutage: '< 100ms' },
        shop: { atLeast: 'survived', stall: '< 500ms' },
      },
    },
  },
})
