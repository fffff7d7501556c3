/**
 * Shape     two sites, joined by two cables between their routers, and three pairs of machines that talk from one site to the other. The
 *           routers have routes over both cables: for the first pair by a nexthop group, for the second by a resilient one, and for the third
 *           by several gateways of the route itself.
 *
 *           | Description   | nexthop objects of the kernel beside plain ECMP          |
 *           | Components    | 2 routers (static), 3 hosts, 3 servers                   |
 *           | Resources     | 8 nodes, 8 cables; no privileges                         |
 *           | Topology file | `backhoe generate labs/nexthop-group.lab.ts`             |
 *           | Name          | nexthop-group                                            |
 *
 * Question  what does a nexthop group (`ip nexthop add … group`) change about the loss of a cable?
 * Answer    a cut costs as little with all three: a tick of the kernel at most. But the kernel removes a nexthop from its group for good. When
 *           r2 has restarted, r1 has no route by its groups any more, though all is whole again, while the gateways of the route itself are
 *           used at once: something must put nexthops back. A cable that is silent costs a plain group some 20 to 50 s, since it leaves out
 *           gateways that no longer answer; a resilient group and plain gateways go on using it.
 */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent, nodeDown } from 'backhoe-lab/chaos'

const net = compose('nexthop-group')
const [r1, r2] = [net.node('r1', { role: 'router' }), net.node('r2', { role: 'router' })]
const first = net.link(
  r1.port('first', { addresses: ['10.0.1.1/30'] }),
  r2.port('first', { addresses: ['10.0.1.2/30'] }),
)
net.link(r1.port('second', { addresses: ['10.0.2.1/30'] }), r2.port('second', { addresses: ['10.0.2.2/30'] }))

/** A host behind r1, a server behind r2, and the routes of both routers for them. */
function pair(number: number, options: { readonly group?: 'mpath' | 'resilient' }) {
  const [near, far] = [`10.${String(number)}.1`, `10.${String(number)}.2`]
  const host = net.node(`host${String(number)}`, { role: 'host' })
  const server = net.node(`server${String(number)}`, { role: 'server' })
  net.link(host.port('eth0', { addresses: [`${near}.10/24`] }), r1.port(host.name, { addresses: [`${near}.1/24`] }))
  net.link(server.port('eth0', { addresses: [`${far}.10/24`] }), r2.port(server.name, { addresses: [`${far}.1/24`] }))
  host.route('default', `${near}.1`)
  server.route('default', `${far}.1`)
  r1.route(`${far}.0/24`, ['10.0.1.2', '10.0.2.2'], options)
  r2.route(`${near}.0/24`, ['10.0.1.1', '10.0.2.1'], options)
  return () => flow(host, server, { streams: 16, rate: '100pps' })
}

const [group, resilient, plain] = [pair(1, { group: 'mpath' }), pair(2, { group: 'resilient' }), pair(3, {})]
const topology = net.build()

export default defineLab({
  topology: { topology },
  traffic: { group: group(), resilient: resilient(), plain: plain() },
  experiments: {
    'one cable is cut': {
      fault: linkCut(first),
      hold: '3s',
      trials: 5,
      targets: { group: { outage: '< 50ms' }, resilient: { outage: '< 50ms' }, plain: { outage: '< 50ms' } },
    },
    'r2 restarts': {
      fault: nodeDown(r2),
      hold: '3s',
      recover: '5s',
      trials: 3,
      targets: { group: { back: '< 3s' }, resilient: { back: '< 3s' }, plain: { back: '< 3s' } },
    },
    'one cable is silent': {
      fault: linkSilent(first),
      hold: '60s',
      trials: 5,
      targets: { group: { outage: '< 60s' }, plain: { back: '< 3s' } },
    },
  },
})
