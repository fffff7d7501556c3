import { expect, test } from 'vitest'
import { compose } from '../../../src/compose/index.ts'
import { saidOf } from './parser.ts'

/** What of a router's frr.conf is not understood. */
function unreadOf(text: string): readonly string[] {
  const net = compose('values')
  const r1 = net.node('r1', { role: 'router', files: { 'frr.conf': text } })
  const r2 = net.node('r2', { role: 'router' })
  net.link(r1.port('eth1', { addresses: ['10.1.12.1/30'] }), r2.port('eth1', { addresses: ['10.1.12.2/30'] }))
  if (text.includes('router bgp')) r2.bgp({ as: 65_002, neighbours: { '10.1.12.1': { as: 65_001 } } })
  net.build()
  return (r1.node.unread ?? []).map(({ what, where }) => `${where} ${what}`)
}

const OSPF = `interface eth1
 ip ospf network point-to-point
 ip ospf area banana
 ip ospf area 0.0.0.999
 ip ospf area 4294967296
 ip ospf cost 0
 ip ospf cost 99999999
 ip ospf hello-interval 0
 ip ospf hello-interval 65536
 ip ospf dead-interval 0
 ip ospf dead-interval 65536
 ip ospf priority 256
 ip ospf retransmit-interval 65536
 ip ospf transmit-delay 0
 ip ospf mtu-ignore banana
 ip ospf passive banana
 ip ospf message-digest-key 0 md5 key
 ip ospf message-digest-key 256 md5 key
exit
router ospf
 ospf router-id 999.1.1.1
 ospf router-id 1.1.1
 network 10.1.12.0/33 area 0
 network 10.1.12.0 area 0
 network 10.1.12.0/30 area banana
 timers throttle spf 600001 50 5000
 timers throttle spf 0 50 600001
 auto-cost reference-bandwidth 0
 auto-cost reference-bandwidth 4294968
 log-adjacency-changes banana
exit
router ospf
 network 10.1.12.0/30 area 0
`

const BGP = `router bgp 65001
 bgp router-id 999.1.1.1
 no bgp ebgp-requires-policy
 timers bgp 65536 5
 timers bgp 3 65536
 timers bgp 1 2
 neighbor 10.1.12.2 timers connect 9
 neighbor 10.1.12.2 peer-group none
 neighbor 10.1.12.999 remote-as 65002
 neighbor 10.1.12.2 remote-as 0
 neighbor 10.1.12.2 remote-as 4294967296
 neighbor 10.1.12.2 remote-as 65002
 neighbor 10.1.12.2 timers connect 0
 neighbor 10.1.12.2 timers connect 65536
 neighbor 10.1.12.2 advertisement-interval 601
 network 10.0.0.0/33
 network banana
 maximum-paths 0
 maximum-paths 257
exit
router bgp 65001
 bgp router-id 1.1.1.1
`

// Its own parser refuses each of these lines: nothing is named here that FRR would take.
test.each([
  ['ospfd', OSPF],
  ['bgpd', BGP],
])('%s: each value that it does not take is named with its line', async (daemon, text) => {
  const unread = unreadOf(text)
  const lines = (said: readonly string[], at: RegExp) =>
    [...new Set(said.flatMap((one) => at.exec(one)?.[1] ?? []))].map(Number).sort((a, b) => a - b)
  expect(lines(unread, /frr\.conf of r1:(\d+):/)).toEqual(
    lines(saidOf(daemon, text).split('\n'), /on config line (\d+):/),
  )
  await expect(`${unread.join('\n')}\n`).toMatchFileSnapshot(`../../golden/errors/frr-values-${daemon}.txt`)
})

test('what FRR takes and we do not model is named too', async () => {
  const unread = [
    // ospfd takes the key, and protects nothing by it; a neighbour is dead between two hellos; 0.0.0.0 takes the id back.
    `interface eth1
 ip ospf network point-to-point
 ip ospf message-digest-key 1 md5 key
 ip ospf hello-interval 5
 ip ospf dead-interval 5
 no ip ospf passive
router ospf
 ospf router-id 0.0.0.0
 network 10.0.0.0/8 area 0
 network 10.1.12.0/30 area 1
hostname r1
 timers throttle spf 3000 3000 3000
route-map a permit 10
 router ospf
`,
    // No hold time ends; a keepalive is at most a third of it; bgpd runs for one system; defaults hold for what stands behind them.
    `frr defaults datacenter
router bgp 65001
 no bgp default ipv4-unicast
 timers bgp 0 0
 timers bgp 30 10
 neighbor 10.1.12.2 remote-as 65002
 neighbor 10.1.12.2 route-map a out
 network 10.0.0.0
exit
router bgp 65002
 timers bgp 1 3
exit
frr defaults traditional
frr defaults banana
route-map a permit 10
 set as-path prepend 65009
`,
  ].flatMap(unreadOf)
  await expect(`${unread.join('\n')}\n`).toMatchFileSnapshot('../../golden/errors/frr-values-not-modelled.txt')
})

test('a network of an area holds the addresses in it, and only “no” makes an interface active', () => {
  const base = ['interface eth1', ' ip ospf network point-to-point', 'router ospf', ' passive-interface default']
  const ospf = (...lines: readonly string[]) => {
    const net = compose('held')
    const r1 = net.node('r1', { role: 'router', files: { 'frr.conf': [...base, ...lines].join('\n') } })
    const r2 = net.node('r2', { role: 'router' })
    net.link(r1.port('eth1', { addresses: ['10.1.12.1/30'] }), r2.port('eth1', { addresses: ['10.1.12.2/30'] }))
    net.build()
    return r1.node.features['ospf']
  }
  const held = ' network 10.0.0.0/8 area 7'
  expect(ospf(held, ' passive-interface eth1')).toMatchObject({ interfaces: [{ area: '0.0.0.7', passive: true }] })
  expect(ospf(held, ' no passive-interface eth1')).toMatchObject({ interfaces: [{ passive: false }] })
  expect(ospf(held, ' no passive-interface default')).toMatchObject({ interfaces: [{ passive: false }] })
})
