import { describe, expect, it } from 'vitest'
import { compose } from '../../src/compose/index.ts'
import { ms, seconds } from '../../src/model/time.ts'
import { wiringOf } from '../../src/theory/wired.ts'

/** Two routers with two virtual routers each on one LAN, which the second one lists in the other order. */
function crossed() {
  const net = compose('crossed')
  const lan = net.node('lan', { role: 'switch' })
  for (const [number, names] of [
    [1, ['A', 'B']],
    [2, ['B', 'A']],
  ] as const) {
    const router = net.node(`r${number}`, { role: 'router' })
    net.link(router.port('eth0', { addresses: [`10.0.0.1${number}/24`] }), lan.port(`p${number}`))
    net.link(router.port('spare'), lan.port(`p${number + 2}`))
    for (const name of names) {
      const vrid = name === 'A' ? 1 : 2
      const own = { vrid, priority: 100 - number, addresses: [`10.0.0.${vrid}/24`], interface: 'eth0' }
      const of = name === 'A' ? { track: ['spare'] } : { preempt: false, advertInterval: '2s' as const }
      router.virtualRouter(name, { ...own, ...of })
    }
    router.syncGroup('both', ['A', 'B'])
  }
  lan.bridge('br0', { ports: ['p1', 'p2', 'p3', 'p4'] })
  return wiringOf(net.build())
}

describe('what virtual routers claim', () => {
  const wiring = crossed()
  const [a, b] = wiring.claims

  it('is one set of addresses a group, without prefix length, the highest priority first', () => {
    expect(a).toMatchObject({ watch: 'vrrp', heldState: 'MASTER', addresses: ['10.0.0.1'] })
    expect(a?.claimants.map(({ node, name }) => `${node} ${name}`)).toEqual(['r1 A', 'r2 A'])
    expect(wiring.claimWith('10.0.0.2')).toBe(b)
  })

  it('needs what its instance and its siblings of the sync group need, and moves with them', () => {
    expect(b?.claimants[0]).toMatchObject({ needs: ['eth0', 'spare', 'eth0'], movesWith: ['A', 'B'] })
  })

  it('has the timers of its instance', () => {
    // Skew (256 − 99)/256 of A; a delay below (3 − 1)·A is tolerated.
    expect(a?.claimants[0]).toMatchObject({
      sendsEveryNs: seconds(1),
      toleratesNs: seconds(2),
      takesBackNs: 3_613_281_250,
    })
    expect(b?.claimants[0]).toMatchObject({ sendsEveryNs: seconds(2), takesBackNs: null, aloneNs: ms(7226.562) })
  })

  // What is recorded of a path is in this order; that of the groups differs at r2.
  it('is found at a node in the order in which its node lists it', () => {
    const at = (node: string): string[] => wiring.claimantsAt(node).map(({ claimant }) => claimant.name)
    expect([at('r1'), at('r2')]).toEqual([
      ['A', 'B'],
      ['B', 'A'],
    ])
  })
})
