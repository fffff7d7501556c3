import { describe, expect, it } from 'vitest'
import { linkCut, linkFlap, linkSilent, nodeDown } from '../../chaos/index.ts'
import type { DurationText } from '../../src/model/time.ts'
import type { Fault } from '../../src/model/fault.ts'
import { Damage } from '../../src/theory/damage.ts'
import { arrives } from '../../src/theory/path.ts'
import { wiringOf } from '../../src/theory/wired.ts'
import { World } from '../../src/theory/world.ts'
import { ask, backward, forward, type Asked } from './ask.ts'
import { gateways, type More } from './gateways.ts'

type Site = ReturnType<typeof gateways>

const cable = ({ cables }: Site, router: number, side: 'lan' | 'wan') => {
  const found = cables[router - 1]?.[side]
  if (found === undefined) throw new Error('no such router')
  return found
}
const asked = (site: Site, fault: Fault, more: Asked = {}) =>
  ask(site, fault, { holdNs: 30e9, trafficNs: 8.5e9, ...more })
const texts = (site: Site, fault: Fault, more: Asked = {}) => asked(site, fault, more).silent.join('\n')

/** The LAN side of each router counts its uplink with a weight. */
const weighed = (weight: number, more: More = {}) =>
  gateways((_, side) => (side === 'LAN' ? { track: [{ interface: 'wan', weight }], ...more } : more))

// P = 100, A = 1 s: skew = 156/256 s = 609.375 ms. A tick of 10 ms for the kernel to report the carrier, and one for keepalived.
const [LOW, HIGH] = [2609.375, 3629.375]

describe('a tracked interface with a weight', () => {
  it('lets the backup’s timer run out once its priority is higher: vrrp_set_effective_priority sends nothing', () => {
    const site = weighed(-60)
    const theory = asked(site, linkCut(cable(site, 1, 'wan')))
    expect(forward(theory)).toEqual([LOW, HIGH])
    expect(theory.windows[0]?.because).toContain('r1 LAN has priority 90 once it has lost wan')
    expect(theory.windows[0]?.detection).toMatchObject({ node: 'r2', name: 'LAN', state: 'MASTER' })
  })

  it('moves nothing where the priority stays higher, or is equal, or the backup does not preempt', () => {
    for (const site of [weighed(-40), weighed(-50), weighed(-60, { preempt: false })])
      expect(forward(asked(site, linkCut(cable(site, 1, 'wan')), { holdNs: 10e9 }))).toBe('never')
  })

  it('counts above 0 while the interface is up', () => {
    const site = gateways((router, side) =>
      side === 'LAN' ? { priority: 100 - 5 * router, track: [{ interface: 'wan', weight: 10 * (3 - router) }] } : {},
    )
    // 95 + 20 and 90 + 10: r2's skew is that of 100.
    expect(forward(asked(site, linkCut(cable(site, 1, 'wan'))))).toEqual([LOW, HIGH])
  })

  it('waits for the preempt delay, and for adverts that begin and end it: vrrp_state_backup', () => {
    // D = 5 s: the first advert of lower priority comes up to A after the fault, and the last that is taken 4 or 5 s later.
    const whole = weighed(-60, { preemptDelay: '5s' })
    expect(forward(asked(whole, linkCut(cable(whole, 1, 'wan'))))).toEqual([LOW + 5000, HIGH + 6000])
    const half = weighed(-60, { preemptDelay: '1.5s' })
    // The first, and the one after it.
    expect(forward(asked(half, linkCut(cable(half, 1, 'wan'))))).toEqual([LOW + 2000, HIGH + 2000])
  })

  it('has no window in a flap, before the fault, or where both routers lose it', () => {
    const site = weighed(-60)
    const wan = cable(site, 1, 'wan')
    expect(texts(site, linkFlap(wan, { period: '5s', duty: 0.5, count: 2 }))).toContain('its light comes back')
    const other = linkCut(cable(site, 1, 'lan'))
    expect(texts(site, other, { drift: linkCut(cable(site, 2, 'wan')) })).toContain('lost priority before the fault')
    expect(texts(site, nodeDown(site.wan))).toContain('which of the routers is ahead')
  })

  it('costs nothing where a backup loses it', () => {
    const site = weighed(-60)
    expect(forward(asked(site, linkCut(cable(site, 2, 'wan'))))).toEqual([0, 0])
  })
})

describe('a tracked address with a weight', () => {
  it('fails as a script does, and the timer follows', () => {
    const site = gateways((_, side) => (side === 'LAN' ? { reach: { address: '10.0.2.101', weight: -60 } } : {}))
    // 3 failures: [2 s, 3·(1 s + 10 ms) + 500 ms].
    expect(forward(asked(site, linkSilent(cable(site, 1, 'wan'))))).toEqual([2000 + LOW, 3530 + HIGH - 10])
  })
})

describe('delays of an interface', () => {
  const delayed = (more: More, down: DurationText = '1s') =>
    gateways((_, side) => (side === 'LAN' ? more : {}), 2, {
      interfaceDelays: [{ interface: 'wan', down, up: '1500ms' }],
    })
  const lost = (site: Site) => asked(site, linkCut(cable(site, 1, 'wan')))

  it('come before a resignation, and before a backup’s timer has to run out: update_interface_flags', () => {
    expect(forward(lost(delayed({ track: ['wan'] })))).toEqual([1609.375, 1629.375])
    expect(forward(lost(delayed({ track: [{ interface: 'wan', weight: -60 }] })))).toEqual([
      1000 + LOW,
      1000 + HIGH + 10,
    ])
  })

  it('change nothing for the interface that they are not of, and nothing where an advertisement is missing', () => {
    const site = delayed({ track: ['wan'] })
    expect(forward(asked(site, linkCut(cable(site, 1, 'lan'))))).toEqual([LOW, HIGH - 20])
    expect(backward(lost(site))).toEqual([LOW, HIGH - 20])
  })

  it('leave nothing to be said in a flap, where a backup learns later, and of what is sent to the address itself', () => {
    const site = delayed({ track: ['wan'] })
    const flap = linkFlap(cable(site, 1, 'wan'), { period: '5s', duty: 0.5, count: 2 })
    expect(texts(site, flap)).toContain('only after a delay')
    expect(texts(site, nodeDown(site.wan))).toContain('r2 LAN learns by a delay')
  })
})

describe('ranks', () => {
  it('are those of the addresses where priorities are equal: RFC 9568 6.4.3', () => {
    const site = gateways(() => ({ priority: 100 }))
    expect(forward(asked(site, linkCut(cable(site, 2, 'lan'))))).toEqual([LOW, HIGH - 20])
    expect(forward(asked(site, linkCut(cable(site, 1, 'lan'))))).toEqual([0, 0])
  })

  it('are unsure of two backups with one priority, which take over at the same time', () => {
    const site = gateways((router) => ({ priority: router === 1 ? 150 : 100 }), 3)
    expect(texts(site, linkCut(cable(site, 1, 'lan')))).toContain('r2 LAN have the same priority')
    expect(forward(asked(site, linkCut(cable(site, 2, 'lan'))))).toEqual([0, 0])
  })

  it('put an address owner first, whose skew is the shortest', () => {
    const site = gateways((router) => (router === 2 ? { priority: 255 } : {}))
    expect(forward(asked(site, linkCut(cable(site, 1, 'lan'))))).toEqual([0, 0])
    const when = { watch: 'vrrp', node: 'r1', name: 'LAN', state: 'MASTER' } as const
    // (256 − 255)/256 s = 3.906 ms.
    expect(forward(asked(site, linkCut(cable(site, 1, 'lan')), { when }))).toEqual([2003.906, 3003.906])
  })
})

describe('unicast', () => {
  const site = gateways((router, side) => ({ peers: [`10.0.${side === 'LAN' ? 1 : 2}.1${3 - router}`] }))

  it('has the timers of multicast', () => {
    expect(forward(asked(site, linkCut(cable(site, 1, 'lan'))))).toEqual([LOW, HIGH - 20])
    expect(forward(asked(site, linkSilent(cable(site, 1, 'lan'))))).toEqual([LOW, HIGH - 20])
  })

  it('has no window where frames pass one way: the neighbour entry of the peer fails some time', () => {
    const fault = linkSilent(cable(site, 1, 'lan'), { direction: 'toNear' })
    expect(texts(site, fault)).toContain('as long as its neighbour entry lasts')
    expect(
      forward(
        asked(
          gateways(() => ({})),
          fault,
        ),
      ),
    ).toBe('never')
  })
})

describe('gratuitous ARP', () => {
  const deaf = (garp: More['garp']) => {
    const site = gateways(() => (garp === undefined ? {} : { garp }))
    return asked(site, linkSilent(cable(site, 2, 'lan'), { direction: 'toNear' }))
  }

  it('takes an address back, which costs an interval; without it nothing is known', () => {
    expect(forward(deaf({ delay: '1s', lowerPriorityRepeat: 1 }))).toEqual([0, 1000])
    expect(forward(deaf({ lowerPriorityRepeat: 0 }))).toBe('silent')
  })

  it('has no window where an active router repeats it beside another one', () => {
    expect(forward(deaf({ refresh: '10s' }))).toBe('silent')
    const site = gateways(() => ({ garp: { refresh: '10s' } }))
    const theory = asked(site, linkCut(cable(site, 1, 'lan')))
    expect([forward(theory), backward(theory)]).toEqual([[LOW, HIGH - 20], 'never'])
  })
})

describe('what theory does not know', () => {
  it.each([
    ['a script fails when it fails', { track: [{ script: '/bin/false' }] }, 'r1 LAN runs “/bin/false”'],
    [
      'a backup forwards what is flooded for a virtual MAC address',
      { useVmac: true },
      'r1 LAN has a virtual MAC address',
    ],
  ] as const)('%s', (_, more, because) => {
    const site = gateways((__, side) => (side === 'LAN' ? more : {}))
    const theory = asked(site, linkCut(cable(site, 1, 'lan')))
    expect(forward(theory)).toBe('silent')
    expect(theory.silent.join()).toContain(because)
    // What goes to the other side's address depends on none of this.
    expect(backward(theory)).toBe('never')
  })
})

describe('strict and not accepting', () => {
  it('has the timers of every other, and does not take an address back by gratuitous ARP', () => {
    const site = gateways(() => ({ strict: true }))
    expect(forward(asked(site, linkCut(cable(site, 1, 'lan'))))).toEqual([LOW, HIGH - 20])
    const deaf = asked(site, linkSilent(cable(site, 2, 'lan'), { direction: 'toNear' }))
    expect(forward(deaf)).toBe('silent')
  })

  it('forwards, and takes nothing for its addresses', () => {
    for (const accept of [true, false]) {
      const site = gateways(() => ({ accept }))
      const pairs = [{ source: '10.0.1.101', target: '10.0.1.1' }]
      const world = new World(wiringOf(site.topology), new Damage([]), null)
      expect(arrives(world, { from: 'host', to: 'r1', pairs })).toBe(accept)
      expect(forward(asked(site, linkCut(cable(site, 1, 'lan'))))).toEqual([LOW, HIGH - 20])
    }
  })
})
