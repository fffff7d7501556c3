import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

// A guest of a hypervisor whose bond changes its leg. The new port of sw1 learns nothing: sw1 sends on to where the guest was, until it
// forgets it. Beside it two isolated ports, which reach the server and not each other, and a bridge that learns nothing at all.
const net = compose('ageing')
const ageing = '10s'
const sw1 = net.node('sw1', { role: 'switch' })
const sw2 = net.node('sw2', { role: 'switch' })
const hv = net.node('hv', { role: 'switch' })
const host = net.node('host', { role: 'host' })
const server = net.node('server', { role: 'server' })
net.link(hv.port('eth0'), sw1.port('p1', { learning: false, isolated: true }))
const leg = net.link(hv.port('eth1'), sw2.port('p1'))
net.link(sw1.port('peer'), sw2.port('peer'))
net.link(server.port('eth0', { addresses: ['10.0.0.2/24'] }), sw1.port('p2'))
net.link(host.port('eth0', { addresses: ['10.0.0.1/24'] }), hv.port('v1'))
const alone = net.node('alone', { role: 'host' })
net.link(alone.port('eth0', { addresses: ['10.0.0.3/24'] }), sw1.port('p3', { isolated: true }))
hv.bond('bond0', { mode: 'active-backup', members: ['eth0', 'eth1'], primary: 'eth1', miimon: '100ms' })
hv.bridge('br0', { ports: ['bond0', 'v1'], ageing: '0s' })
sw1.bridge('br0', { ports: ['p1', 'p2', 'p3', 'peer'], ageing })
sw2.bridge('br0', { ports: ['p1', 'peer'], ageing })

export default defineLab({
  topology: { topology: net.build() },
  traffic: {
    web: flow(server, host, { streams: 1, rate: '50pps' }),
    neighbour: flow(alone, host, { streams: 1, rate: '50pps' }),
  },
  experiments: {
    'a bridge forgets where a station was': {
      fault: linkCut(leg),
      hold: '30s',
      recover: '1s',
      settle: '1s',
      trials: 2,
      targets: { web: { outage: '< 20s' } },
    },
  },
})
