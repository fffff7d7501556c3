import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

/** Two ways between two routers. Both prefer way a: near by a metric and a table of its own, far by its metric. */
const net = compose('two-ways')
const host = net.node('host', { role: 'host' })
const server = net.node('server', { role: 'server' })
const near = net.node('near', { role: 'router' })
const far = net.node('far', { role: 'router' })
net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), near.port('lan', { addresses: ['10.0.1.1/24'] }))
net.link(server.port('eth0', { addresses: ['10.0.2.2/24'] }), far.port('lan', { addresses: ['10.0.2.1/24'] }))
const a = net.link(near.port('a', { addresses: ['10.0.8.1/24'] }), far.port('a', { addresses: ['10.0.8.2/24'] }))
net.link(near.port('b', { addresses: ['10.0.9.1/24'] }), far.port('b', { addresses: ['10.0.9.2/24'] }))
host.route('default', '10.0.1.1')
server.route('default', '10.0.2.1')
near.filter('lan', { at: 'ingress', pref: 1, match: { match: 'all' }, actions: [{ act: 'mark', mark: 7 }] })
near.rule({ mark: 7, table: 7 }).route('default', '10.0.9.2')
near
  .route('10.0.2.0/24', '10.0.9.2', { metric: 20, table: 7 })
  .route('10.0.2.0/24', '10.0.8.2', { metric: 10, table: 7 })
far.route('10.0.1.0/24', '10.0.9.1', { metric: 20 }).route('10.0.1.0/24', '10.0.8.1')
for (const node of [near, far]) node.routing({ ignoreRoutesWithLinkdown: true })

export default defineLab({
  topology: { topology: net.build() },
  traffic: { web: flow(host, server, { streams: 2, rate: '1000pps' }) },
  experiments: {
    'way a loses its carrier': {
      fault: linkCut(a),
      hold: '1s',
      recover: '1s',
      settle: '1s',
      trials: 4,
      targets: { web: { outage: '< 20ms' } },
    },
  },
})
