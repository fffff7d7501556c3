/** A host with a bond and a management port by DHCP, and one with a single port, configured by netplan, lose their carriers. */
import { compose, defineLab, flow, fromFile } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const net = compose('own-dark')
const host = net.node('host', { role: 'host', files: { 'netplan.yaml': fromFile('own/netplan/managed.yaml') } })
const server = net.node('server', { role: 'server' })
const [lan, mgmt] = ['lan', 'mgmt'].map((name) => net.node(name, { role: 'switch' })) as [
  ReturnType<typeof net.node>,
  ReturnType<typeof net.node>,
]
const legs = [1, 2].map((leg) => net.link(host.port(`eno${String(leg)}`), lan.port(`eth${String(leg)}`)))
net.link(server.port('eth0', { addresses: ['10.0.0.254/24'] }), lan.port('eth3'))
const plain = net.node('plain', {
  role: 'host',
  files: { 'netplan.yaml': 'network: {ethernets: {eth0: {addresses: [10.0.0.12/24]}}}' },
})
const only = net.link(plain.port('eth0'), lan.port('eth4'))
net.link(host.port('ipmi0'), mgmt.port('eth1'))
lan.bridge('br0', { ports: ['eth1', 'eth2', 'eth3', 'eth4'] })
mgmt.bridge('br0', { ports: ['eth1'] })

export default defineLab({
  topology: { topology: net.build() },
  traffic: { web: flow(host, server, { rate: '100pps' }), plain: flow(plain, server, { rate: '100pps' }) },
  experiments: {
    'one leg': {
      fault: linkCut(legs[0] as (typeof legs)[number]),
      hold: '3s',
      trials: 1,
      targets: { web: { outage: '< 1s' } },
    },
    'only port': { fault: linkCut(only), hold: '3s', trials: 1, targets: { plain: { outage: '< 10s' } } },
    'both legs': { fault: linkCut(legs), hold: '3s', trials: 1, targets: { web: { outage: '< 10s' } } },
  },
})
