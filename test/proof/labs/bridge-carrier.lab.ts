import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

// Two routers, each with its uplink in VLAN 20 on a bridge of its own. Only what a bridge reports makes the active one resign.
const net = compose('bridge-carrier')
const trunk = { tagged: [20] }
const lan = net.node('lan', { role: 'switch' })
const wan = net.node('wan', { role: 'switch' })
const host = net.node('host', { role: 'host' })
const server = net.node('server', { role: 'server' })
net.link(host.port('eth0', { addresses: ['10.0.10.10/24'] }), lan.port('p0'))
net.link(server.port('eth0', { addresses: ['10.0.20.20/24'] }), wan.port('p0', { vlans: { native: 20 } }))

const [uplink] = [1, 2].map((number) => {
  const r = net.node(`r${number}`, { role: 'router' })
  const own = `${number + 1}/24`
  net.link(r.port('lan', { addresses: [`10.0.10.${own}`] }), lan.port(`p${number}`))
  const cable = net.link(r.port('up', { vlans: trunk }), wan.port(`p${number}`, { vlans: trunk }))
  r.bridge('br0', { ports: ['up'], vlans: trunk })
  r.vlan('br0.20', { parent: 'br0', vlan: 20, addresses: [`10.0.20.${own}`] })
  r.virtualRouter('LAN', {
    ...{ interface: 'lan', vrid: 10, priority: number === 1 ? 150 : 100 },
    ...{ addresses: ['10.0.10.1/24'], track: ['br0.20'] },
  })
  return cable
})
lan.bridge('br0', { ports: ['p0', 'p1', 'p2'] })
wan.bridge('br0', { ports: ['p0', 'p1', 'p2'] })
host.route('default', '10.0.10.1')

export default defineLab({
  topology: { topology: net.build() },
  traffic: { web: flow(host, server, { streams: 1, rate: '100pps', oneWay: true }) },
  experiments: {
    'a bridge that the gateway tracks loses its only port': {
      fault: linkCut(uplink ?? []),
      hold: '5s',
      recover: '1s',
      settle: '1s',
      trials: 2,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
