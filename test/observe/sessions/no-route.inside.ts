import { Socket } from 'node:net'
import { compose } from '../../../src/compose/index.ts'
import { ms } from '../../../src/model/time.ts'
import { dial } from '../../../src/observe/sessions/dial.ts'
import { Stand } from '../stand.ts'

/** How busy the event loop is, 0 to 1, while a client dials by a router that has no route to the server. */
export default async function (): Promise<number> {
  const net = compose('no-route')
  const [client, router] = [net.node('client', { role: 'host' }), net.node('router', { role: 'router' })]
  net.link(client.port('eth0', { addresses: ['10.0.0.2/24'] }), router.port('eth0', { addresses: ['10.0.0.1/24'] }))
  client.route('default', '10.0.0.1')
  const stand = new Stand(net.build())
  // A cable is lit a moment after it is up.
  await stand.rest(ms(100))
  const socket = dialled(stand)
  const before = performance.eventLoopUtilization()
  await stand.rest(ms(500))
  const { utilization } = performance.eventLoopUtilization(before)
  socket.destroy()
  return utilization
}

function dialled({ namespaces }: Stand): Socket {
  const plan = {
    name: 'ssh',
    kind: 'tcp',
    client: { node: 'client', device: 'eth0', address: '10.0.0.2', port: 0 },
    server: { node: 'router', device: 'eth0', address: '10.9.9.9', port: 7000 },
    intervalNs: ms(100),
    sizeBytes: 64,
    rateKbit: 0,
  } as const
  const { fd } = dial(namespaces, plan, 0)
  if (fd === null) throw new Error('the client itself has no route')
  const socket = new Socket({ fd, readable: true, writable: true })
  socket.on('error', () => socket.destroy())
  socket.write('token')
  return socket
}
