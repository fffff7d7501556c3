import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const net = compose('one-cable')
const host = net.node('host', { role: 'host' })
const server = net.node('server', { role: 'server' })
const cable = net.link(
  host.port('eth0', { addresses: ['10.0.0.1/24'] }),
  server.port('eth0', { addresses: ['10.0.0.2/24'] }),
)

export default defineLab({
  topology: { topology: net.build() },
  traffic: { app: flow(host, server, { rate: '100pps' }) },
  experiments: {
    cut: {
      fault: linkCut(cable),
      gate: 'naive',
      settle: '200ms',
      hold: '300ms',
      recover: '200ms',
      trials: 20,
      targets: { app: { outage: '< 400ms' } },
    },
  },
})
