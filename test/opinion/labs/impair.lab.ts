import { compose, defineLab, flow } from 'backhoe-lab'
import { impair } from 'backhoe-lab/chaos'

const net = compose('two-hosts')
const a = net.node('a', { role: 'host' })
const b = net.node('b', { role: 'server' })
const cable = net.link(a.port('eth0', { addresses: ['10.9.0.1/24'] }), b.port('eth0', { addresses: ['10.9.0.2/24'] }))

export default defineLab({
  topology: { topology: net.build() },
  // A third of what the cable delays is overdue; captures hold a packet of this size whole, so that no damage is hidden.
  traffic: { ping: flow(a, b, { streams: 1, rate: '500pps', size: '64B', overdue: '40ms' }) },
  experiments: {
    'everything at once': {
      fault: impair(cable, { delay: '30ms', jitter: '30ms', loss: '5%', duplicate: '5%', corrupt: '5%' }),
      hold: '4s',
      recover: '1s',
      settle: '500ms',
      trials: 1,
      targets: { ping: { outage: '< 1h' } },
    },
  },
})
