import { expect, test } from 'vitest'
import { flow, session } from '../../src/lab/traffic.ts'
import { Sockets } from '../../src/plan/sockets.ts'
import { dualUplink } from '../../topologies/index.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './dual-uplink.inside.ts'

/** Both published addresses of the server, while the line of provider B is dark for a second and A is the gateway. */
async function published(rules: 'as they are' | 'none') {
  const site = dualUplink()
  const sockets = new Sockets()
  const ends = { atA: site.serverAtA, atB: site.serverAtB }
  const flows = Object.entries(ends).map(([name, end]) => sockets.flow(name, flow(site.remote, end, { streams: 1 })))
  const sessions = Object.entries(ends).map(([name, end]) => sockets.session(name, session.tcp(site.remote, end)))
  const { topology } = site
  const nodes = rules === 'none' ? topology.nodes.map((node) => ({ ...node, rules: [] })) : topology.nodes
  const cut = topology.cables.findIndex(({ name }) => name === site.e2.wan.cable.name)
  using guest = await inside<typeof entry>(new URL('dual-uplink.inside.ts', import.meta.url), {
    topology: { ...topology, nodes },
    flows,
    sessions,
    cut,
  })
  const { streams, sessions: records, fromNs, toNs } = guest.result
  const lostNs = Object.fromEntries(
    streams
      .map(({ flow: name, direction, lost, stepNs }) => ({
        name: `${name} ${direction}`,
        ns: lost.reduce((sum, [first, last]) => sum + (last - first + 1) * stepNs, 0),
      }))
      .map(({ name, ns }) => [name, ns]),
  )
  return { lostNs, sessions: records, darkNs: toNs - fromNs }
}

/**
 * A step at either end, and a tick (10 ms) until the kernel believes in the light that is back. Who has the packets at the dark
 * line holds them until its neighbour answers: those younger than `overdue`, 200 ms, still arrive.
 */
function expectDark(lostNs: number | undefined, darkNs: number): void {
  expect(lostNs).toBeGreaterThanOrEqual(darkNs - 210e6)
  expect(lostNs).toBeLessThanOrEqual(darkNs + 20e6)
}

test('what the server sends from an address goes by the provider that publishes it, and so do its answers', async () => {
  const { lostNs, sessions, darkNs } = await published('as they are')
  expectDark(lostNs['atB forward'], darkNs)
  expectDark(lostNs['atB backward'], darkNs)
  expect(lostNs).toMatchObject({ 'atA forward': 0, 'atA backward': 0 })
  for (const { name, connections, continuous } of sessions) {
    expect(connections, name).toHaveLength(1)
    expect(connections[0], name).toMatchObject({ closedBy: null })
    expect(connections[0]?.bootNonce, name).not.toBeNull()
    expect(continuous, name).toBe(true)
  }
})

test('without rules all goes by the gateway, and who asked at the other provider gets his answers from a stranger', async () => {
  const { lostNs, sessions, darkNs } = await published('none')
  expectDark(lostNs['atB forward'], darkNs)
  expect(lostNs).toMatchObject({ 'atA forward': 0, 'atA backward': 0, 'atB backward': 0 })
  const [atA, atB] = sessions
  expect(atA?.connections).toHaveLength(1)
  expect(atA?.bytesReceived).toBeGreaterThan(0)
  expect(atB?.bytesReceived).toBe(0)
  expect(atB?.connections.map(({ bootNonce }) => bootNonce).every((nonce) => nonce === null)).toBe(true)
})
