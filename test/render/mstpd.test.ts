import { expect, test } from 'vitest'
import { compose } from '../../src/compose/index.ts'
import { mstpdConfigure } from '../../src/mechanisms/mstpd/configure.ts'
import { renderOperations } from '../../src/render/iproute.ts'
import { nodeOperations } from '../../src/render/node-operations.ts'

test('mstpd is told of each bridge and port what the topology says, in its own steps', async () => {
  const net = compose('mstpd')
  const [a, b] = [net.node('a', { role: 'switch' }), net.node('b', { role: 'switch' })]
  net.link(a.port('p1', { stpPort: { cost: 19, priority: 8, pointToPoint: false } }), b.port('p1'))
  net.link(a.port('p2', { stpPort: { edge: true } }), b.port('p2'))
  net.link(a.port('p3'), b.port('p3'))
  const ports = ['p1', 'p2', 'p3']
  a.bridge('br0', { ports, rstp: { by: 'mstpd', priority: 8192, maxAge: '10s', forwardDelay: '6s' } })
  b.bridge('br0', { ports, rstp: { by: 'mstpd', maxAge: '40s', forwardDelay: '30s' } })
  net.build()
  const files = mstpdConfigure.files(a.node)
  const [up, conf] = ['mstpd/up.sh', 'mstpd/mstpctl.conf'].map((path) => files[path] ?? '')
  await expect(up).toMatchFileSnapshot('../golden/render/mstpd-up.sh')
  await expect(conf).toMatchFileSnapshot('../golden/render/mstpctl.conf')
  const late = mstpdConfigure.files(b.node)['mstpd/mstpctl.conf'] ?? ''
  expect(late.split('\n').slice(1, 3)).toEqual(['setfdelay br0 30', 'setmaxage br0 40'])
  const bridge = renderOperations(nodeOperations(a.node).filter(({ op }) => op === 'bridge'))
  expect(bridge).toEqual([
    expect.stringMatching(/type bridge stp_state 1 mcast_snooping 0 # before stp_state, IFLA_BR_STP_MODE is 1 /),
  ])
})
