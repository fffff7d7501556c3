import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

/** Three switches in a ring, and nothing that keeps it from being a loop. */
const net = compose('ring')
const [sw1, sw2, sw3] = [
  net.node('sw1', { role: 'switch' }),
  net.node('sw2', { role: 'switch' }),
  net.node('sw3', { role: 'switch' }),
]
const host = net.node('host', { role: 'host' })
const server = net.node('server', { role: 'server' })

net.link(sw1.port('right'), sw2.port('left'), { role: 'ring' })
net.link(sw2.port('right'), sw3.port('left'), { role: 'ring' })
net.link(sw3.port('right'), sw1.port('left'), { role: 'ring' })
const leg = net.link(host.port('eth0', { addresses: ['10.0.0.1/24'] }), sw1.port('down'), { role: 'access' })
net.link(server.port('eth0', { addresses: ['10.0.0.2/24'] }), sw2.port('down'), { role: 'access' })
sw1.bridge('br0', { ports: ['left', 'right', 'down'] })
sw2.bridge('br0', { ports: ['left', 'right', 'down'] })
sw3.bridge('br0', { ports: ['left', 'right'] })
host.probe('10.0.0.1')
server.probe('10.0.0.2')

export default defineLab({
  topology: { topology: net.build() },
  traffic: { app: flow(host, server, { streams: 1, rate: '100pps' }) },
  experiments: {
    'the host loses its cable': {
      fault: linkCut(leg),
      hold: '1s',
      recover: '2s',
      trials: 1,
      targets: { app: { outage: '< 2s' } },
    },
  },
})
