import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

/**
 * Two cables between two routers, and one end of the cheaper one alone loses its light. The router there still announces the other cable, which
 * is enough for its neighbour to go on with this one (RFC 2328 16.1 (2b)), until BFD reports it.
 */
const net = compose('parallel')
const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
const [r1, r2] = [net.node('r1', { role: 'router' }), net.node('r2', { role: 'router' })]
net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), r1.port('lan', { addresses: ['10.0.1.1/24'] }))
net.link(server.port('eth0', { addresses: ['10.0.2.2/24'] }), r2.port('lan', { addresses: ['10.0.2.1/24'] }))
host.route('default', '10.0.1.1')
server.route('default', '10.0.2.1')
const first = net.link(r1.port('a', { addresses: ['10.1.0.1/24'] }), r2.port('a', { addresses: ['10.1.0.2/24'] }))
net.link(r1.port('b', { addresses: ['10.1.1.1/24'] }), r2.port('b', { addresses: ['10.1.1.2/24'] }))
for (const router of [r1, r2])
  router
    .ospf({ hello: '1s', interfaces: { a: {}, b: { cost: 20 } }, passive: ['lan'] })
    .bfd({ interval: '60ms', multiplier: 2 })

export default defineLab({
  topology: { topology: net.build() },
  traffic: { web: flow(host, server, { streams: 1, rate: '500pps' }) },
  experiments: {
    'one end of the cheaper cable loses its light': {
      fault: linkCut(first, { end: 'near' }),
      hold: '3s',
      recover: '1s',
      settle: '1s',
      trials: 2,
      targets: { web: { outage: '< 300ms' } },
    },
  },
})
