import { expect, test } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import { nodeOf } from '../../src/model/topology.ts'
import { gatewayPair } from '../../topologies/index.ts'
import { ask } from './ask.ts'

const site = gatewayPair()
const [source = '', target = ''] = ['host', 'server'].map(
  (name) => nodeOf(site.topology, name).probes[0]?.address ?? '',
)
const pairs = { forward: [{ source, target }], backward: [{ source: target, target: source }] }
const ssh = {
  name: 'ssh',
  from: 'host',
  to: 'server',
  kind: 'tcp',
  intervalNs: 100e6,
  sizeBytes: 64,
  isAnew: false,
  pairs,
} as const

/** Why the session has no window where a node gives up after so many retransmissions; null: it has one. */
function silence(node: string, retries2: number, userTimeoutNs?: number): string | null {
  const nodes = site.topology.nodes.map((one) =>
    one.name === node ? { ...one, features: { ...one.features, tcp: { retries2 } } } : one,
  )
  const session = { ...ssh, ...(userTimeoutNs === undefined ? {} : { userTimeoutNs }) }
  const { windows, silent } = ask({ topology: { ...site.topology, nodes } }, linkCut(site.r1.lan), {
    sessions: [session],
    holdNs: 14e9,
  })
  return windows.some(({ on }) => on === 'ssh') ? null : silent.join()
}

// The gateways move within 3.61 s, and the stall lasts up to 7.15 s: longer than 3 s or 6.2 s, and less than 12.6 s (tcp_model_timeout).
test('a session has a window where neither end can give up before its stall is over', () => {
  for (const node of ['host', 'server', 'r1']) expect(silence(node, 5), node).toBeNull()
  expect(silence('r1', 3)).toBeNull()
  for (const node of ['host', 'server'])
    for (const retries of [0, 3, 4])
      expect(silence(node, retries), node).toContain(`${node} may give the connection up (tcp_retries2)`)
})

test('a client with a timeout of its own goes by that, and its server does not', () => {
  expect(silence('host', 3, 20e9)).toBeNull()
  expect(silence('server', 3, 20e9)).toContain('server may give the connection up')
})
