import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

/** Two ways between two routers. near refuses what way a does not take; far uses way a without carrier, as the kernel does by default. */
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

near.route('default', '10.0.9.2')
near.route('10.0.2.0/24', '10.0.8.2').route('10.0.2.0/24', 'unreachable', { metric: 1 })
far.route('10.0.1.0/24', '10.0.9.1', { metric: 20 }).route('10.0.1.0/24', '10.0.8.1')
near.routing({ ignoreRoutesWithLinkdown: true })

export default defineLab({
  topology: { topology: net.build() },
  traffic: { web: flow(host, server, { streams: 2, rate: '1000pps' }) },
  experiments: {
    'way a loses its carrier': {
      fault: linkCut(a),
      hold: '1s',
      recover: '1s',
      settle: '1s',
      trials: 2,
      targets: { web: { outage: '< 20ms' } },
    },
  },
})
