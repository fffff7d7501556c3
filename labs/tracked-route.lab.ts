/**
 * Shape     two sites, joined by two cables between their routers. Both routers send by the first cable and have a second route, with a
 *           higher metric, by the other one. The route to the server is tracked with BFD, that to the printer is not.
 *
 *           | Description   | static routes, with and without tracking                |
 *           | Components    | 2 routers (BIRD), host, server, printer                 |
 *           | Resources     | 5 nodes, 5 cables; no privileges                        |
 *           | Topology file | `backhoe generate labs/tracked-route.lab.ts`            |
 *           | Name          | tracked-route                                           |
 *
 * Question  what is a second static route worth, when the cable of the first one carries nothing and keeps its light?
 * Answer    without tracking nothing: the first route stays, and what it leads is lost until the cable is healed. With BFD it is
 *           withdrawn after two to three intervals, 0.2 to 0.3 s at 100 ms, and the second one takes over; also where one direction
 *           alone is dead, because the end that receives nothing says so to the other one. Each way needs a tracked route of its own: the
 *           way back is the other router's. A cut is a matter of milliseconds with both, since the routers ignore routes
 *           by interfaces without carrier.
 */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'

const net = compose('tracked-route')
const [r1, r2] = [net.node('r1', { role: 'router' }), net.node('r2', { role: 'router' })]
const host = net.node('host', { role: 'host' })
const [server, printer] = [net.node('server', { role: 'server' }), net.node('printer', { role: 'server' })]

const first = net.link(
  r1.port('first', { addresses: ['10.0.1.1/30'] }),
  r2.port('first', { addresses: ['10.0.1.2/30'] }),
)
net.link(r1.port('second', { addresses: ['10.0.2.1/30'] }), r2.port('second', { addresses: ['10.0.2.2/30'] }))
net.link(host.port('eth0', { addresses: ['10.1.0.10/24'] }), r1.port('lan', { addresses: ['10.1.0.1/24'] }))
net.link(server.port('eth0', { addresses: ['10.2.0.10/24'] }), r2.port('lan', { addresses: ['10.2.0.1/24'] }))
net.link(printer.port('eth0', { addresses: ['10.3.0.10/24'] }), r2.port('print', { addresses: ['10.3.0.1/24'] }))
host.route('default', '10.1.0.1')
server.route('default', '10.2.0.1')
printer.route('default', '10.3.0.1')

for (const router of [r1, r2]) router.bfd({ interval: '100ms' }).routing({ ignoreRoutesWithLinkdown: true })
r1.route('10.2.0.0/24', '10.0.1.2', { bfd: true, metric: 10 }).route('10.2.0.0/24', '10.0.2.2', { metric: 20 })
r1.route('10.3.0.0/24', '10.0.1.2', { metric: 10 }).route('10.3.0.0/24', '10.0.2.2', { metric: 20 })
r2.route('10.1.0.0/24', '10.0.1.1', { bfd: true, metric: 10 }).route('10.1.0.0/24', '10.0.2.1', { metric: 20 })

const options = { streams: 4, rate: '100pps' } as const
const rest = { hold: '3s', recover: '5s' } as const

export default defineLab({
  topology: { topology: net.build() },
  traffic: { tracked: flow(host, server, options), untracked: flow(host, printer, options) },
  experiments: {
    'the first cable is cut': {
      fault: linkCut(first),
      ...rest,
      trials: 5,
      targets: { tracked: { outage: '< 50ms' }, untracked: { outage: '< 50ms' } },
    },
    'the first cable is silent': {
      fault: linkSilent(first),
      ...rest,
      trials: 10,
      targets: { tracked: { outage: '< 400ms', reversionOutage: '< 50ms' } },
    },
    'the first cable carries one way': {
      fault: linkSilent(first, { direction: 'fromNear' }),
      ...rest,
      trials: 10,
      targets: { tracked: { outage: '< 400ms' } },
    },
  },
})
