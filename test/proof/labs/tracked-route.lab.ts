import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut, linkSilent } from 'backhoe-lab/chaos'

/** Two routers, joined by two cables; both send by the first one as long as BFD there is up. */
const net = compose('tracked-route')
const [r1, r2] = [net.node('r1', { role: 'router' }), net.node('r2', { role: 'router' })]
const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
const first = net.link(
  r1.port('first', { addresses: ['10.0.1.1/30'] }),
  r2.port('first', { addresses: ['10.0.1.2/30'] }),
)
net.link(r1.port('second', { addresses: ['10.0.2.1/30'] }), r2.port('second', { addresses: ['10.0.2.2/30'] }))
net.link(host.port('eth0', { addresses: ['10.1.0.10/24'] }), r1.port('lan', { addresses: ['10.1.0.1/24'] }))
net.link(server.port('eth0', { addresses: ['10.2.0.10/24'] }), r2.port('lan', { addresses: ['10.2.0.1/24'] }))
host.route('default', '10.1.0.1')
server.route('default', '10.2.0.1')
r1.bfd({ interval: '100ms' }).route('10.2.0.0/24', '10.0.1.2', { bfd: true, metric: 10 })
r1.route('10.2.0.0/24', '10.0.2.2', { metric: 20 })
r2.bfd({ interval: '100ms' }).route('10.1.0.0/24', '10.0.1.1', { bfd: true, metric: 10 })
r2.route('10.1.0.0/24', '10.0.2.1', { metric: 20 })

const rest = { hold: '1s', recover: '5s', settle: '1s', trials: 2, targets: { web: { outage: '< 1s' } } } as const

const site = { topology: net.build() }

export default defineLab({
  topology: site,
  traffic: { web: flow(host, server, { streams: 1, rate: '500pps' }) },
  experiments: {
    'the first cable falls silent': { fault: linkSilent(first), ...rest },
    'it is cut': { fault: linkCut(first), ...rest },
    'it falls silent one way': { fault: linkSilent(first, { direction: 'fromNear' }), ...rest },
  },
})
