import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const net = compose('nexthop-group')
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
near.route('10.0.2.0/24', ['10.0.8.2', '10.0.9.2'], { group: 'mpath', weights: [3, 2] })
far.route('10.0.1.0/24', ['10.0.8.1', '10.0.9.1'], { group: 'resilient', buckets: 16 })
const site = { topology: net.build() }

export default defineLab({
  topology: site,
  traffic: { web: flow(host, server, { streams: 16, rate: '200pps' }) },
  experiments: {
    'one of two ways loses its carrier': {
      fault: linkCut(a),
      hold: '2s',
      recover: '1s',
      settle: '1s',
      trials: 20,
      targets: { web: { outage: '< 20ms' } },
    },
  },
})
