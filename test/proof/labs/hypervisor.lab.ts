import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

/** A hypervisor: a bridge above an active-backup bond, with a guest that only listens and one that talks. */
const net = compose('hypervisor')
const hv = net.node('hv', { role: 'switch' })
const [quiet, talker] = [net.node('quiet', { role: 'host' }), net.node('talker', { role: 'host' })]
const server = net.node('server', { role: 'server' })
const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]

net.link(quiet.port('eth0', { addresses: ['10.0.0.1/24'] }), hv.port('v1'))
net.link(talker.port('eth0', { addresses: ['10.0.0.2/24'] }), hv.port('v2'))
const leg = net.link(hv.port('eth0'), sw1.port('p1'), { role: 'leg' })
net.link(hv.port('eth1'), sw2.port('p1'), { role: 'leg' })
net.link(sw1.port('peer'), sw2.port('peer'), { role: 'peer' })
net.link(server.port('eth0', { addresses: ['10.0.0.3/24'] }), sw1.port('p2'))
hv.bond('bond0', { mode: 'active-backup', members: ['eth0', 'eth1'], miimon: '70ms' })
hv.bridge('br0', { ports: ['bond0', 'v1', 'v2'] })
sw1.bridge('br0', { ports: ['p1', 'p2', 'peer'] })
sw2.bridge('br0', { ports: ['p1', 'peer'] })
quiet.probe('10.0.0.1')
talker.probe('10.0.0.2')
server.probe('10.0.0.3')

export default defineLab({
  topology: { topology: net.build() },
  traffic: {
    in: flow(server, quiet, { streams: 1, rate: '50pps', oneWay: true }),
    // Both switches learn the quiet guest by its broadcast question, and what it says to its neighbour stays in the hypervisor.
    inside: flow(quiet, talker, { streams: 1, rate: '50pps' }),
    both: flow(server, talker, { streams: 1, rate: '50pps' }),
  },
  experiments: {
    leg: {
      fault: linkCut(leg),
      hold: '60s',
      recover: '2s',
      settle: '1s',
      trials: 4,
      targets: { in: { outage: '< 60s' } },
    },
  },
})
