import { describe, expect, it } from 'vitest'
import { linkCut, linkFlap, linkSilent } from '../../chaos/index.ts'
import { compose, defineLab, flow, type SpanningTreeOptions } from '../../src/index.ts'
import type { TransmitHash } from '../../src/model/bond.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { dualHomedLag, type DualHomedLagOptions } from '../../topologies/index.ts'
import { ask, backward, forward } from './ask.ts'

const lag = (options: DualHomedLagOptions = {}) => dualHomedLag({ mode: 'balance-xor', ...options })

describe('a static LAG', () => {
  it('leaves a dark leg on the carrier event, whatever its monitor has to wait for: bond_slave_netdev_event', () => {
    for (const options of [{}, { miimon: '1s', downdelay: '5s' }, { miimon: '0ms' }] as const) {
      const site = lag(options)
      const theory = ask(site, linkCut(site.leg(1)))
      // A jiffy at HZ=100.
      expect([forward(theory), backward(theory)]).toEqual([
        [0, 10],
        [0, 10],
      ])
      expect(theory.windows[0]?.detection).toMatchObject({ watch: 'bondPort', state: 'stopped' })
    }
  })

  it('uses a leg for ever whose frames are swallowed behind a lit port, in the direction that is dead', () => {
    const site = lag()
    const both = ask(site, linkSilent(site.leg(1)))
    expect([forward(both), backward(both)]).toEqual(['never', 'never'])
    const oneWay = ask(site, linkSilent(site.leg(1), { direction: 'fromNear' }), { trafficNs: 8.5e9, holdNs: 5e9 })
    expect([forward(oneWay), backward(oneWay)]).toEqual(['never', [0, 0]])
    // One end dark: the other one sees light, and sends into the dark.
    const near = ask(site, linkCut(site.leg(1), { end: 'near' }), { holdNs: 5e9 })
    expect([forward(near), backward(near)]).toEqual([[0, 10], 'never'])
  })

  it('says nothing of flaps, nor of what returns', () => {
    const site = lag()
    const theory = ask(site, linkFlap(site.leg(1), { period: '1s', count: 3 }))
    expect([forward(theory), theory.silent[0]]).toEqual(['silent', expect.stringMatching(/a LAG lets a leg/)])
  })

  it('may cost a flow nothing where the hash need not put a stream on each leg', () => {
    const low = (hash: TransmitHash, streams: number) => {
      const site = lag({ hash })
      return ask(site, linkSilent(site.leg(1)), { streams }).windows[0]?.lowNs
    }
    // Sixteen streams take both legs: by turns, or by chance but in one case of 2^16. Each stream has an address of its own
    // at layer2+3 and encap2+3, whose bits the hash may use for one leg only where they are few.
    expect([low('layer3+4', 2), low('encap3+4', 16), low('encap2+3', 16)].map((ns) => (ns ?? 0) > 9e9)).toEqual([
      true,
      true,
      true,
    ])
    expect([low('encap3+4', 2), low('vlan+srcmac', 16), low('layer2', 16)]).toEqual([0, 0, 0])
  })

  it('silences all where it may swallow a protocol’s only frame: of a tree, of virtual routers', () => {
    const tree = treeOn({ mode: 'balance-xor' })
    const silent = ask({ topology: tree.topology }, linkSilent(tree.leg), { holdNs: 60e9 })
    expect([forward(silent), silent.silent[0]]).toEqual([
      'silent',
      expect.stringMatching(/which of a protocol's frames/),
    ])
    expect(forward(ask({ topology: tree.topology }, linkCut(tree.leg)))).toEqual([0, 10])
  })

  // A tree forgets the root 20 s after its last BPDU; LACP leaves the leg after 3.3 s, or after 99 s.
  it('leaves a tree in peace where LACP finds the leg out before the tree forgets', () => {
    const said = (['fast', 'slow'] as const).map((lacpRate) => {
      const { topology, leg } = treeOn({ mode: '802.3ad', lacpRate })
      return ask({ topology }, linkSilent(leg), { holdNs: 60e9 }).silent.map((text) => /protocol's frames/.test(text))
    })
    expect(said).toEqual([[], [true, true]])
  })

  it('needs a partner that has all of its legs: a full gate refuses two plain ports, and an LACP bond', () => {
    for (const far of ['two-switches', 'lacp'] as const) {
      const { topology, host, server, leg } = strangers(far)
      const lab = (gate: 'full' | 'naive') => () =>
        defineLab({
          topology: { topology },
          traffic: { web: flow(host, server, { streams: 16 }) },
          experiments: {
            one: { fault: linkCut(leg), hold: '5s', trials: 1, gate, targets: { web: { outage: '< 9s' } } },
          },
        })
      expect(() => buildPlan(lab('full')(), 'test', { hz: 100 })).toThrow(/static-lag-without-partner/)
      const { plan, warnings } = buildPlan(lab('naive')(), 'test', { hz: 100 })
      expect(warnings.map(({ code }) => code)).toContain('static-lag-without-partner')
      expect(plan.experiments[0]?.variants[0]?.windows).toEqual([])
    }
  })
})

/** host ═ sw1 ═ sw2 ─ server, the LAG between the switches a port of two trees. */
function treeOn(lag: { mode: 'balance-xor' } | { mode: '802.3ad'; lacpRate: 'fast' | 'slow' }) {
  const net = compose('tree-on-lag')
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'host' })]
  const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
  net.link(host.port('eth0', { addresses: ['10.0.0.1/24'] }), sw1.port('h'))
  net.link(server.port('eth0', { addresses: ['10.0.0.2/24'] }), sw2.port('s'))
  const leg = net.link(sw1.port('l0'), sw2.port('l0'))
  net.link(sw1.port('l1'), sw2.port('l1'))
  const stp: SpanningTreeOptions = {}
  for (const [sw, port] of [
    [sw1, 'h'],
    [sw2, 's'],
  ] as const) {
    sw.bond('lag', { ...lag, members: ['l0', 'l1'], hash: 'layer3+4' })
    sw.bridge('br0', { ports: ['lag', port], stp })
  }
  return { topology: net.build(), leg }
}

/** A host whose two legs end at two switches, or in one LACP bond. */
function strangers(far: 'two-switches' | 'lacp') {
  const net = compose('strangers')
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'host' })]
  const sw1 = net.node('sw1', { role: 'switch' })
  const sw2 = far === 'lacp' ? sw1 : net.node('sw2', { role: 'switch' })
  const leg = net.link(host.port('eth0'), sw1.port('l0'))
  net.link(host.port('eth1'), sw2.port('l1'))
  net.link(server.port('eth0', { addresses: ['10.0.0.2/24'] }), sw1.port('s'))
  host.bond('bond0', { mode: 'balance-xor', members: ['eth0', 'eth1'], addresses: ['10.0.0.1/24'] })
  if (far === 'lacp') {
    sw1.bond('lag', { mode: '802.3ad', members: ['l0', 'l1'] })
    sw1.bridge('br0', { ports: ['lag', 's'] })
  } else {
    net.link(sw1.port('peer'), sw2.port('peer'))
    sw1.bridge('br0', { ports: ['l0', 's', 'peer'] })
    sw2.bridge('br0', { ports: ['l1', 'peer'] })
  }
  return { topology: net.build(), host, server, leg }
}
