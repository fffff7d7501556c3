/** Two switches of Open vSwitch, joined twice: the second cable is open where the first one is silent. */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'

const net = compose('rapid-bpdu')
const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
const [root, other] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
net.link(server.port('eth0', { addresses: ['10.0.0.2/24'] }), root.port('eth1'))
net.link(host.port('eth0', { addresses: ['10.0.0.1/24'] }), other.port('eth1'))
const first = net.link(other.port('eth2'), root.port('eth2'))
net.link(other.port('eth3'), root.port('eth3'))
root.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'], rstp: { priority: 4096 } })
other.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'], rstp: { priority: 8192 } })
host.probe('10.0.0.1')
server.probe('10.0.0.2')

export default defineLab({
  topology: { topology: net.build() },
  // A userspace datapath is dear: each packet costs either switch a few system calls.
  traffic: { app: flow(host, server, { streams: 1, rate: '20pps' }) },
  experiments: {
    silent: {
      fault: linkSilent(first),
      gate: 'naive',
      settle: '200ms',
      hold: '10s',
      recover: '200ms',
      trials: 20,
      targets: { app: { outage: '< 10s' } },
    },
  },
})
