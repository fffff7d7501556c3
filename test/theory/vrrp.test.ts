import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkCut, linkFlap, linkSilent } from '../../chaos/index.ts'
import { gatewayPair, type GatewayPairOptions } from '../../topologies/index.ts'
import { ask, backward, forward, type Asked } from './ask.ts'

const cutLan = (options: GatewayPairOptions = {}, asked: Asked = {}) => {
  const site = gatewayPair(options)
  return ask(site, linkCut(site.r1.lan), asked)
}

it('a cut that is healed before the backup has noticed lasts as long as it is held; only what waits in a queue arrives', () => {
  // The backup's timer ends 31.1 s after the fault at the earliest: 2A + skew, A = 12 s, skew = 7.3 s.
  const [there, back] = cutLan({ advertInterval: '12s' }, { holdNs: 1e9 }).windows
  expect(there).toMatchObject({ lowNs: 1e9, highNs: null, unhealedNs: 43.3125e9 })
  expect(back).toMatchObject({ lowNs: 0.8e9, highNs: null, releasedNs: 0.2e9, unhealedNs: 43.3125e9 })
})

describe('the backup’s timer', () => {
  it('is 3A + skew, less up to A: RFC 9568 6.1, skew = (256 − P)·A/256', () => {
    // P = 100, A = 1 s: skew = 156/256 s = 609.375 ms.
    expect(forward(cutLan())).toEqual([2609.375, 3609.375])
    // A = 0.2 s: all of it a fifth.
    expect(forward(cutLan({ advertInterval: '200ms' }))).toEqual([521.875, 721.875])
    // P = 254: skew = 2/256 s.
    expect(forward(cutLan({ priority: { r1: 254, r2: 253 } }))[0]).toBe(2011.718)
  })

  it('does not scale its skew in version 2: RFC 3768 6.1, skew = (256 − P)/256 s', () => {
    expect(forward(cutLan({ version: 2 }))).toEqual([2609.375, 3609.375])
    expect(forward(cutLan({ version: 2, advertInterval: '3s' }))).toEqual([6609.375, 9609.375])
  })

  it('counts down_timer_adverts in place of 3: keepalived, VRRP_MS_DOWN_TIMER', () => {
    expect(forward(cutLan({ downTimerAdverts: 5 }))).toEqual([4609.375, 5609.375])
    expect(forward(cutLan({ downTimerAdverts: 1 }))).toEqual([609.375, 1609.375])
  })

  it('is detected by the backup that becomes MASTER, and its phase is that of the advertisements which that one receives', () => {
    const theory = cutLan()
    expect(theory.windows.map(({ detection }) => detection)).toEqual([
      { watch: 'vrrp', node: 'r2', name: 'LAN', state: 'MASTER' },
      { watch: 'vrrp', node: 'r2', name: 'WAN', state: 'MASTER' },
    ])
    expect(theory.phases.named[0]).toMatchObject({
      periodNs: 1e9,
      after: { event: 'vrrpAdvert', node: 'r2', interface: 'lan', vrid: 51 },
    })
  })

  it('grows with each of its parameters, and its window is one A wide', () => {
    const inputs = fc.tuple(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 252 }),
      fc.integer({ min: 1, max: 9 }),
    )
    const at = (interval: number, priority: number, downTimerAdverts: number): readonly [number, number] => {
      const window = forward(
        cutLan(
          { advertInterval: `${interval * 10}ms`, priority: { r1: 254, r2: priority }, downTimerAdverts },
          // Nothing that a queue for a failed entry has kept may arrive: from which age on entries fail is another matter.
          { holdNs: 60e9, overdueNs: 0 },
        ),
      )
      if (typeof window === 'string') throw new Error(window)
      return window
    }
    fc.assert(
      fc.property(inputs, ([interval, priority, adverts]) => {
        const [low, high] = at(interval, priority, adverts)
        // Skews are whole microseconds.
        expect(high - low).toBeCloseTo(interval * 10, 2)
        expect(at(interval + 1, priority, adverts)[0]).toBeGreaterThan(low)
        expect(at(interval, priority + 1, adverts)[0]).toBeLessThan(low)
        expect(at(interval, priority, adverts + 1)[0]).toBeGreaterThan(low)
      }),
      { numRuns: 30 },
    )
  })
})

describe('who moves with whom', () => {
  it('moves a sync group as one, when the last of it wants to: keepalived, vrrp_sync_can_goto_master', () => {
    // WAN hears r1's priority 0 and wants to after its skew; LAN, which heard nothing, after 3A + skew.
    expect(backward(cutLan())).toEqual([2609.375, 3609.375])
  })

  it('never moves a sync group of which one still hears its active router', () => {
    const site = gatewayPair()
    const theory = ask(site, linkSilent(site.r1.lan))
    expect([forward(theory), backward(theory)]).toEqual(['never', 'never'])
    expect(theory.windows[0]?.because).toContain('sync group GATEWAY holds it back')
  })

  it('waits the skew only for one who resigns with priority 0: RFC 9568 6.4.2', () => {
    // Without sync group r1's WAN resigns by its tracked LAN, at once; only the LAN waits for adverts that do not come.
    const theory = cutLan({ syncGroup: false, trackUplink: true })
    expect(forward(theory)).toEqual([2609.375, 3609.375])
    expect(backward(theory)).toEqual([609.375, 619.375])
  })

  it('leaves the way back where nothing makes it move', () => {
    const theory = cutLan({ syncGroup: false })
    expect(forward(theory)).toEqual([2609.375, 3609.375])
    expect(backward(theory)).toBe('never')
  })

  it('does nothing about a router that is not active', () => {
    const site = gatewayPair()
    const theory = ask(site, linkCut(site.r2.lan))
    expect([forward(theory), backward(theory)]).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it('takes a selector’s word for who is active', () => {
    const site = gatewayPair()
    const when = { watch: 'vrrp', node: 'r2', name: 'LAN', state: 'MASTER' } as const
    // r1 waits now: P = 150, skew = 106/256 s. r2's sync group makes it active on the WAN as well.
    const theory = ask(site, linkCut(site.r2.lan), { when })
    expect(forward(theory)).toEqual([2414.062, 3414.062])
    expect(backward(theory)).toEqual([2414.062, 3414.062])
    expect(forward(ask(site, linkCut(site.r1.lan), { when }))).toEqual([0, 0])
  })
})

describe('one way only', () => {
  it('lets the host follow the newcomer that it hears, and leaves the way back dead', () => {
    const site = gatewayPair({ syncGroup: false })
    const theory = ask(site, linkSilent(site.r1.lan, { direction: 'fromNear' }))
    expect([forward(theory), backward(theory)]).toEqual([[0, 0], 'never'])
  })

  it('costs the newcomer’s interval where the old one still hears it, and takes the address back: vrrp_state_master_rx', () => {
    // r2 hears no advertisements, becomes MASTER and is believed, but nothing reaches it. Measured: 1.00 s, twice.
    const site = gatewayPair({ syncGroup: false })
    const theory = ask(site, linkSilent(site.r2.lan, { direction: 'toNear' }))
    expect([forward(theory), backward(theory)]).toEqual([
      [0, 1000],
      [0, 0],
    ])
    expect(theory.windows[0]?.because).toContain('takes the address back by gratuitous ARP')
  })

  it('is not noticed by a backup that still hears the active router', () => {
    const site = gatewayPair({ syncGroup: false })
    const theory = ask(site, linkSilent(site.r1.lan, { direction: 'toNear' }))
    expect([forward(theory), backward(theory)]).toEqual(['never', [0, 0]])
  })

  it('costs the living way whatever is left of the hold once neighbour entries fail unconfirmed', () => {
    const site = gatewayPair({ syncGroup: false })
    const fault = linkSilent(site.r1.lan, { direction: 'toNear' })
    // Nothing on the way has a timer of its own here: up to 2.5 s for the phase of what is heard. Due 15 s and 5 s after the
    // first packets, and failed 3 s later.
    expect(backward(ask(site, fault, { holdNs: 12e9 }))).toEqual([0, 0])
    expect(backward(ask(site, fault, { holdNs: 13.5e9 }))).toEqual([0, 1500])
    expect(ask(site, fault, { holdNs: 13.5e9 }).windows[1]?.unhealedNs).toBeNull()
    // Of any age: three unanswered probes, 1 s apart.
    expect(backward(ask(site, fault, { holdNs: 3e9, trafficNs: null }))).toEqual([0, 0])
    expect(backward(ask(site, fault, { holdNs: 5e9, trafficNs: null }))).toEqual([0, 2000])
  })

  it('costs less where packets of a failed entry wait for the takeover’s gratuitous ARP: __neigh_event_send', () => {
    // A = 6 s: 2A + skew of 3.66 s is past the first entry's failure. 277 packets wait at most (measured: 237 small ones, 92 of 1,400 bytes).
    const site = gatewayPair({ advertInterval: '6s' })
    const fault = linkCut(site.r1.lan)
    const [low, high] = forward(ask(site, fault, { holdNs: 30e9 })) as [number, number]
    expect([low, high]).toEqual([15_656.25 - 200, 21_656.25])
    const fast = { holdNs: 30e9, ratePps: 10_000 }
    expect(forward(ask(site, fault, fast))).toEqual([15_656.25 - 27.7, 21_656.25])
    // Nothing has failed within 2A + skew = 2.61 s of A = 1 s, but 3A + skew may be too long.
    expect(forward(ask(gatewayPair(), linkCut(gatewayPair().r1.lan), { trafficNs: null }))).toEqual([
      2609.375, 3609.375,
    ])
  })

  it('costs no more where a takeover is announced, however old the entries are: arp_process takes a gratuitous ARP', () => {
    const site = gatewayPair()
    expect(forward(ask(site, linkCut(site.r1.lan), { trafficNs: null }))).toEqual([2609.375, 3609.375])
  })
})

describe('a flapping cable', () => {
  const flap = (duty: number) => {
    const site = gatewayPair()
    return ask(site, linkFlap(site.r1.lan, { period: '5s', duty, count: 2 }))
  }

  it('costs its dark time where that is shorter than the failover', () => {
    expect(forward(flap(0.1))).toEqual([500, 500])
    expect(forward(flap(0.8))).toEqual([2609.375, 3609.375])
  })

  it('holds packets for its next question where the node’s own interface is dark: neigh_carrier_down', () => {
    // Asked at the first packet, and 1 s and a granule after it; those of the last 200 ms are in time.
    expect(backward(flap(0.1))).toEqual([300, 1090])
  })

  it('leaves the address to nobody until the backup takes over, however soon the light is back: an entry that is due fails', () => {
    // A = 12 s: skew of 7.31 s, 3A + skew = 43.3 s; three questions in vain first.
    const site = gatewayPair({ advertInterval: '12s' })
    const short = linkFlap(site.r1.lan, { period: '2s', duty: 0.5, count: 1 })
    const [low, high] = forward(ask(site, short, { holdNs: 60e9, trafficNs: null })) as [number, number]
    expect(low).toBe(1000)
    // Measured: up to 25.5 s, in a second outage.
    expect(high).toBe(43_312.5 - 3000)
  })

  it('costs one cut less than the timers after another where entries are young', () => {
    const site = gatewayPair()
    const flaps = linkFlap(site.r1.lan, { period: '5s', duty: 0.1, count: 2 })
    expect(forward(ask(site, flaps))).toEqual([500, 500])
    // Of any age: they may fail 3 s after the fault, 0.61 s before the takeover.
    expect(forward(ask(site, flaps, { trafficNs: null }))).toEqual([500, 500 + 609.375])
  })
})

describe('flaps of a host', () => {
  const flaps = (period: '0.5s' | '1s' | '4s', count: number) => {
    const site = gatewayPair()
    return forward(ask(site, linkFlap(site.hostLink, { period, duty: 0.5, count })))
  }

  it('are one outage where no question for the neighbour falls into the light', () => {
    // 250 ms of light, and a question each 1.08 s, begun anew at each flap.
    expect(flaps('0.5s', 5)).toEqual([50, 2000 + 1090])
    expect(flaps('1s', 4)).toEqual([300, 3000 + 1090])
  })

  it('are outages of their own where one does', () => {
    // 2 s dark: the question after 2 s may just miss the light, the next packet after the third asks anew.
    expect(flaps('4s', 2)).toEqual([1800, 2170])
  })
})

it('says nothing of a router with the user’s own configuration', () => {
  const site = gatewayPair()
  const nodes = site.topology.nodes.map((node) =>
    node.name === 'r2' ? { ...node, files: { 'keepalived.conf': '' } } : node,
  )
  const theory = ask({ topology: { ...site.topology, nodes } }, linkCut(site.r1.lan))
  expect(theory.windows).toEqual([])
  expect(theory.phases.named).toEqual([])
  expect(theory.silent).toEqual([
    'web forward: no window: not our configuration (r2 brings its own files)',
    'web backward: no window: not our configuration (r2 brings its own files)',
  ])
})
