import { silenceText } from '../../../src/model/silence.ts'
import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/compose/index.ts'
import { loadPlan } from '../../../src/lab/load.ts'
import { bgpOf } from '../../../src/mechanisms/bgp/data.ts'
import { ospfOf } from '../../../src/mechanisms/ospf/data.ts'
import { BackhoeError } from '../../../src/model/problem.ts'
import { nodeFiles } from '../../../src/render/daemons.ts'

/** A router whose file this is, and its neighbour. */
function router(
  lines: readonly string[],
  more: (node: ReturnType<ReturnType<typeof compose>['node']>) => void = () => {},
) {
  const net = compose('own')
  const r1 = net.node('r1', { role: 'router', files: { 'frr.conf': lines.join('\n') } })
  const r2 = net.node('r2', { role: 'router' })
  net.link(r1.port('eth1', { addresses: ['10.1.12.1/30'] }), r2.port('eth1', { addresses: ['10.1.12.2/30'] }))
  more(r1)
  net.build()
  return r1.node
}

const AS = ['router bgp 65001', ' neighbor 10.1.12.2 remote-as 65002', ' neighbor 10.1.13.2 remote-as 65003']

/** A router whose file this is, with two neighbours. */
function speaker(lines: readonly string[]) {
  const net = compose('own')
  const text = [...(lines.some((line) => line === AS[0]) ? [] : AS), ...lines].join('\n')
  const r1 = net.node('r1', { role: 'router', files: { 'frr.conf': text } })
  ;['r2', 'r3'].forEach((name, at) => {
    const other = net.node(name, { role: 'router' })
    const lan = `10.1.1${String(at + 2)}`
    net.link(r1.port(name, { addresses: [`${lan}.1/30`] }), other.port('eth1', { addresses: [`${lan}.2/30`] }))
    other.bgp({ as: 65_002 + at, neighbours: { [`${lan}.1`]: { as: 65_001 } } })
  })
  net.build()
  return r1.node
}

const OSPF = ['interface eth1', ' ip ospf network point-to-point', 'router ospf', ' network 10.1.12.0/30 area 0.0.0.0']

describe('an frr.conf of the user’s own', () => {
  // RFC 2328 9.5 and 10.3: the dead interval less up to a hello; then the calculation (30 ms, and what `timers throttle spf` delays it).
  // RFC 4271 6.5: the hold time less up to a keepalive; then bgpd's choice and the kernel's routes.
  it.each([
    ['shown', 3000, 4030],
    ['networks', 6000, 8230],
    ['fabric', 2000, 3100],
    ['backup', 4000, 6100],
  ])('%s has the windows of declared routers', async (name, lowMs, highMs) => {
    const { plan, warnings } = await loadPlan(`test/mechanisms/frr/labs/own-${name}.lab.ts`, { hz: 100 })
    const [variant] = plan.experiments[0]?.variants ?? []
    expect(variant?.windows.map(({ lowNs, highNs }) => [lowNs / 1e6, (highNs ?? 0) / 1e6])).toEqual([
      [lowMs, highMs],
      [lowMs, highMs],
    ])
    expect([variant?.silent, warnings]).toEqual([[], []])
  })

  it('is read with FRR’s defaults', () => {
    expect(ospfOf(router(OSPF))).toMatchObject({
      routerId: '',
      // Of 10 Gbit/s and a reference of 100 Mbit/s; RFC 2328 C.3.
      interfaces: [{ name: 'eth1', area: '0.0.0.0', cost: 1, passive: false, helloNs: 10e9, deadNs: 40e9 }],
      spf: { delayNs: 0, holdNs: 50e6, maxHoldNs: 5e9 },
      own: {},
    })
    expect(ospfOf(router(['interface eth1', ' ip ospf hello-interval 2', ...OSPF]))?.interfaces).toMatchObject([
      { helloNs: 2e9, deadNs: 8e9 },
    ])
  })

  it('has a time between two attempts to connect for each neighbour', () => {
    const node = speaker([...AS, ' neighbor 10.1.12.2 timers connect 5', ' neighbor 10.1.13.2 timers connect 7'])
    expect(bgpOf(node)?.neighbours.map(({ connectNs }) => connectNs / 1e9)).toEqual([5, 7])
    // What is not said is FRR's own, of `frr defaults traditional`.
    expect(
      bgpOf(speaker([' neighbor 10.1.13.2 timers connect 7']))?.neighbours.map(({ connectNs }) => connectNs / 1e9),
    ).toEqual([120, 7])
  })

  it('gives each daemon its own lines as they stand, and what watches them', () => {
    const node = router([
      'interface eth1',
      ' description x',
      ' ip ospf area 0',
      ' ip ospf cost 7',
      'router ospf',
      ' log-adjacency-changes',
    ])
    expect(nodeFiles(node)['frr/ospfd.conf']?.split('\n').slice(3)).toEqual([
      // Its calculations are watched by what it logs of each.
      'log stdout informational',
      'debug ospf event',
      'interface eth1',
      ' ip ospf area 0',
      ' ip ospf cost 7',
      'exit',
      'router ospf',
      ' log-adjacency-changes',
      'exit',
      // By what ospfd logs, its neighbours are watched.
      'router ospf',
      ' log-adjacency-changes detail',
      'exit',
      '',
    ])
  })

  it('keeps what it does not understand, with its line, and silences what may pass the node', async () => {
    const node = router([
      ...OSPF,
      ' redistribute static',
      ' maximum-paths 1',
      'ip route 10.9.0.0/16 Null0',
      'router isis X',
      ' net 49.0000.0000.0001.00',
      'interface eth1',
      ' ip ospf dead-interval minimal hello-multiplier 4',
      ' ip pim',
    ])
    const said = node.unread ?? []
    expect(said.map(({ what, where }) => `${where} ${what}`)).toEqual([
      'frr.conf of r1:12:2 “ip pim”',
      'frr.conf of r1:7:1 “ip route 10.9.0.0/16 Null0”',
      'frr.conf of r1:8:1 “router isis X”',
      'frr.conf of r1:9:2 “net 49.0000.0000.0001.00”',
      'frr.conf of r1:5:2 “redistribute static”',
      'frr.conf of r1:6:2 “maximum-paths 1”',
      'frr.conf of r1:11:2 “ip ospf dead-interval minimal hello-multiplier 4”',
    ])
    const { plan, warnings } = await loadPlan('test/mechanisms/frr/labs/own-redistributed.lab.ts', { hz: 100 })
    expect(plan.experiments[0]?.variants[0]?.silent.map(silenceText)).toEqual(
      ['forward', 'backward'].map(
        (direction) =>
          `web ${direction}: no window: not our configuration (r3 has “redistribute connected” at test/mechanisms/frr/labs/own/redistributed-r3.conf:16:2, which is not modelled)`,
      ),
    )
    expect(warnings.map(({ code, where }) => [code, where])).toEqual([
      ['not-modelled', 'test/mechanisms/frr/labs/own/redistributed-r3.conf:16:2'],
    ])
  })

  it('takes a neighbour in its own AS that gets it as next hop, without policies', () => {
    const unread = (...lines: readonly string[]) => {
      const net = compose('own')
      const text = ['router bgp 65001', ' no bgp ebgp-requires-policy', ' neighbor 10.1.12.2 remote-as 65001', ...lines]
      const r1 = net.node('r1', { role: 'router', files: { 'frr.conf': text.join('\n') } })
      const r2 = net.node('r2', { role: 'router' })
      net.link(r1.port('eth1', { addresses: ['10.1.12.1/30'] }), r2.port('eth1', { addresses: ['10.1.12.2/30'] }))
      r2.bgp({ as: 65_001, neighbours: { '10.1.12.1': { as: 65_001 } } })
      net.build()
      return (r1.node.unread ?? []).map(({ what }) => what)
    }
    const hop =
      'no “neighbor 10.1.12.2 next-hop-self”: the routes announced to it may lead to routers that it cannot reach'
    const self = ' neighbor 10.1.12.2 next-hop-self'
    expect(unread(self)).toEqual([])
    expect(unread()).toEqual([hop])
    const map = ['route-map lower permit 10', ' set local-preference 50']
    expect(unread(self, ' neighbor 10.1.12.2 route-map lower in', ...map)).toEqual([
      'a route map for 10.1.12.2, which is in the same AS',
    ])
  })

  it('names what BGP would need, and what it does not understand', () => {
    const unread = (...lines: readonly string[]) => (speaker(lines).unread ?? []).map(({ what }) => what)
    const [policy, oldest, alone] = [
      'no “no bgp ebgp-requires-policy”: FRR exchanges nothing without policies',
      'no “bgp bestpath compare-routerid”: of equal paths the oldest is used',
      'no “bgp bestpath as-path multipath-relax”: only paths over the same systems share',
    ]
    const compares = ' bgp bestpath compare-routerid'
    expect(unread()).toEqual([policy, oldest])
    expect(unread(' no bgp ebgp-requires-policy', compares)).toEqual([])
    expect(unread('frr defaults datacenter', ...AS, compares)).toEqual([])
    expect(unread('frr defaults datacenter', ...AS, ' maximum-paths 2')).toEqual([alone])
    expect(
      unread(
        ' no bgp ebgp-requires-policy',
        compares,
        ' redistribute kernel',
        ' neighbor 10.1.12.2 ttl-security hops 1',
      ),
    ).toEqual(['“redistribute kernel”', '“neighbor 10.1.12.2 ttl-security hops 1”'])
  })

  it('says what cannot be', () => {
    const declared = (): unknown =>
      router(OSPF, (node) => {
        node.ospf({ interfaces: { eth1: {} } })
      })
    expect(declared).toThrow(BackhoeError)
    expect(declared).toThrow('configured-twice: r1 declares ospf and brings an frr.conf with it')
  })
})
