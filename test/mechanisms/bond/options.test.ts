import { describe, expect, it } from 'vitest'
import { impair, linkCut, linkFlap, linkSilent } from '../../../chaos/index.ts'
import { compose, type BondOptions } from '../../../src/index.ts'
import { ask, backward, forward } from '../../theory/ask.ts'

type Own = Omit<BondOptions, 'mode' | 'members'>

/** host:bond0 ─ two switches, joined by a cable; the server at the first of them, a guest's worth of LAN. */
function dual(own: Own = {}, mode: BondOptions['mode'] = 'active-backup') {
  const net = compose('dual')
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'host' })]
  const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
  const leg = net.link(host.port('eth0'), sw1.port('h'))
  const standby = net.link(host.port('eth1'), sw2.port('h'))
  net.link(sw1.port('peer'), sw2.port('peer'))
  const uplink = net.link(server.port('eth0', { addresses: ['10.0.0.2/24'] }), sw1.port('s'))
  host.bond('bond0', { mode, members: ['eth0', 'eth1'], addresses: ['10.0.0.1/24'], ...own })
  sw1.bridge('br0', { ports: ['h', 's', 'peer'] })
  sw2.bridge('br0', { ports: ['h', 'peer'] })
  return { topology: net.build(), leg, standby, uplink }
}

/** host ═ sw ─ server, both ends of the LAG of one kind. */
function lag(mode: 'balance-rr' | 'broadcast') {
  const net = compose('lag')
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'host' })]
  const sw = net.node('sw', { role: 'switch' })
  const leg = net.link(host.port('eth0'), sw.port('l0'))
  net.link(host.port('eth1'), sw.port('l1'))
  net.link(server.port('eth0', { addresses: ['10.0.0.2/24'] }), sw.port('s'))
  host.bond('bond0', { mode, members: ['eth0', 'eth1'], addresses: ['10.0.0.1/24'] })
  sw.bond('lag', { mode, members: ['l0', 'l1'] })
  sw.bridge('br0', { ports: ['lag', 's'] })
  return { topology: net.build(), leg }
}

describe('what a bond announces after a failover', () => {
  it('is nothing with num_grat_arp 0: what it sends next has to move it at the bridges', () => {
    const [told, untold] = [1, 0].map((numGratArp) => {
      const site = dual({ numGratArp })
      return ask(site, linkCut(site.leg))
    })
    if (told === undefined || untold === undefined) throw new Error('two theories')
    expect(backward(told)).toEqual([0, 110])
    // Its next packet comes 10 ms later, at 100 a second.
    expect(backward(untold)).toEqual([0, 120])
    expect(untold.windows.find(({ direction }) => direction === 'backward')?.because).toMatch(
      /its next frame, within 10 ms/,
    )
  })
})

describe('fail_over_mac', () => {
  it('follow changes nothing: the bond keeps its MAC', () => {
    const site = dual({ failOverMac: 'follow' })
    expect([forward(ask(site, linkCut(site.leg))), backward(ask(site, linkCut(site.leg)))]).toEqual([
      [0, 110],
      [0, 110],
    ])
  })

  it('active is as fast where its announcement and its questions are sure to get through, and silent where they are not', () => {
    const site = dual({ failOverMac: 'active' })
    expect(backward(ask(site, linkCut(site.leg)))).toEqual([0, 110])
    const mute = dual({ failOverMac: 'active', numGratArp: 0 })
    expect(ask(mute, linkCut(mute.leg)).silent).toHaveLength(2)
    expect(ask(site, linkFlap(site.leg, { period: '1s', count: 2 })).silent.join()).toMatch(/gets another MAC/)
    expect(ask(site, linkCut(site.leg), { drift: impair(site.uplink, { delay: '1ms' }) }).silent.join()).toMatch(
      /gets another MAC/,
    )
  })
})

describe('options that theory does not model', () => {
  it.each([
    ['all_slaves_active', { allSlavesActive: true }, 'active-backup'],
    [
      'arp_all_targets all',
      { arpMonitor: { interval: '100ms', targets: ['10.0.0.2', '10.0.0.3'], validate: 'all', allTargets: 'all' } },
      'active-backup',
    ],
    ['balance-tlb', {}, 'balance-tlb'],
    ['balance-alb', {}, 'balance-alb'],
  ] as const)('%s: silence, with the reason', (reason, own, mode) => {
    const site = dual(own, mode)
    const { silent, windows } = ask(site, linkCut(site.leg))
    expect([windows, silent.filter((line) => line.includes(reason)).length]).toEqual([[], 2])
  })
})

describe('LAGs that send a packet by turns, or by all legs', () => {
  it('balance-rr passes a dark leg over at once, and loses a part of each stream at a lit one', () => {
    const site = lag('balance-rr')
    expect(forward(ask(site, linkCut(site.leg)))).toEqual([0, 10])
    expect(ask(site, linkSilent(site.leg)).silent.join()).toMatch(/whose turn it is/)
  })

  it('broadcast loses nothing by one leg, dark or silent', () => {
    const site = lag('broadcast')
    for (const fault of [linkCut(site.leg), linkSilent(site.leg)])
      expect([forward(ask(site, fault)), backward(ask(site, fault))]).toEqual([
        [0, 0],
        [0, 0],
      ])
  })
})
