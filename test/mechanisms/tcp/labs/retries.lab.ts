import { compose, defineLab, session } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

/** Two clients and a server on one switch; one client's kernel gives up after 3 retransmissions and one more: 3 s. */
const net = compose('patience')
const sw = net.node('sw', { role: 'switch' })
const ends = ['hasty', 'patient', 'server'].map((name, k) => {
  const node = net.node(name, { role: name === 'server' ? 'server' : 'host' })
  const cable = net.link(node.port('eth0', { addresses: [`10.0.1.${String(1 + k)}/24`] }), sw.port(`p${String(1 + k)}`))
  return { node, cable }
})
sw.bridge('br0', { ports: ['p1', 'p2', 'p3'] })
const [hasty, patient, server] = ends
if (hasty === undefined || patient === undefined || server === undefined) throw new Error('three ends')
hasty.node.tcp({ retries2: 3, synRetries: 2 })

export default defineLab({
  topology: { topology: net.build() },
  traffic: { hasty: session.tcp(hasty.node, server.node), patient: session.tcp(patient.node, server.node) },
  experiments: {
    'the server loses its cable': {
      fault: linkCut(server.cable),
      hold: '12s',
      recover: '20s',
      settle: '1s',
      trials: 2,
      targets: { hasty: { atLeast: 'reconnected' }, patient: { atLeast: 'survived' } },
    },
  },
})
