import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, nodeDown } from '../../chaos/index.ts'
import { cablesOf, type CableHandle } from '../../src/model/handle.ts'
import { Damage } from '../../src/theory/damage.ts'
import { Trees } from '../../src/theory/spanning-tree.ts'
import { wiringOf } from '../../src/theory/wired.ts'
import {
  campus,
  redundantSwitches,
  type RedundantSwitches,
  type RedundantSwitchesOptions,
  type TreeSwitchesOptions,
} from '../../topologies/index.ts'
import { backward, forward, theoryInWords } from './ask.ts'

const FAST: RedundantSwitchesOptions = { hello: '1s', maxAge: '6s', forwardDelay: '4s' }

interface Asked {
  readonly from?: string
  readonly to: string
  readonly hz?: number
  readonly holdNs?: number
}

function ask(
  site: RedundantSwitches,
  cables: readonly CableHandle[],
  { from = 'h1', to, hz = 100, holdNs = 60e9 }: Asked,
) {
  return theoryInWords({
    topology: site.topology,
    effects: cables.flatMap((cable) => linkCut(cable).effect(cable)),
    drift: [],
    flows: [{ name: 'web', from, to, streams: 2, ratePps: 100 }],
    hz,
    holdNs,
    trafficNs: 8.5e9,
  })
}

const blocked = ({ topology }: RedundantSwitches): readonly string[] =>
  Trees.grown(wiringOf(topology), new Damage([]))
    .states.filter(({ forwards }) => !forwards)
    .map(({ at }) => `${at.node}:${at.interface}`)

describe('the tree', () => {
  it('blocks the uplinks to the backup root, at the access switches', () => {
    expect(blocked(redundantSwitches({ access: 3 }))).toEqual(['a1:up2', 'a2:up2', 'a3:up2'])
  })

  it('goes by cost: a dear peer link is blocked, and the backup root hangs on one access switch', () => {
    expect(blocked(redundantSwitches({ cost: { uplink: 4, peer: 100 } }))).toEqual(['d2:peer', 'd2:a2'])
  })

  it('leaves no way closed and none double: as many cables as nodes less one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 200 }), (access, peer) => {
        const site = redundantSwitches({ access, cost: { peer, uplink: 7 } })
        const dead = new Set(blocked(site))
        const open = site.topology.cables.filter(({ a, b }) =>
          [a, b].every((end) => !dead.has(`${end.node}:${end.interface}`)),
        )
        expect(open).toHaveLength(site.topology.nodes.length - 1)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a bridge that loses its way to the root', () => {
  it('takes the blocked one after 2 × forward_delay, each late by a granule of the timer wheel', () => {
    const site = redundantSwitches(FAST)
    // 400 jiffies lie on the wheel's second level: granules of 80 ms. And a jiffy for the carrier.
    expect(forward(ask(site, [site.access(1).uplink1], { to: 'server1' }))).toEqual([8000, 8170])
    // The host's next packet, 10 ms later, tells the distribution switches where it is now.
    expect(backward(ask(site, [site.access(1).uplink1], { to: 'h2' }))).toEqual([8000, 8180])
    expect(forward(ask(site, [site.access(1).uplink1], { to: 'server1', hz: 250 }))).toEqual([8000, 8516])
  })

  it('needs 30 s and a little with the standard’s timers', () => {
    const site = redundantSwitches()
    const [low, high] = forward(ask(site, [site.access(1).uplink1], { to: 'server1' })) as [number, number]
    // Entries have failed by then, and packets of the last 200 ms wait for their answer.
    expect([low, Math.floor(high / 1000)]).toEqual([29_800, 32])
  })

  it('needs nothing for one that was blocked', () => {
    const site = redundantSwitches(FAST)
    expect(forward(ask(site, [site.access(1).uplink2], { to: 'server2' }))).toEqual([0, 0])
  })
})

describe('a bridge whose neighbour has lost its way', () => {
  it('believes what it has heard until max_age', () => {
    const site = redundantSwitches(FAST)
    const [low, high] = forward(ask(site, [site.peer], { to: 'server2' })) as [number, number]
    // max_age 6 s less a hello, less what its relay held it back, and 2 × 4 s.
    expect(low).toBe(6000 - 1000 - 1010 - 10 + 8000)
    expect(high).toBeGreaterThan(14_000)
    expect(forward(ask(site, [site.peer], { to: 'server1' }))).toEqual([0, 0])
  })

  it('says which timer decides', () => {
    const { phases } = ask(redundantSwitches(FAST), [redundantSwitches(FAST).peer], { to: 'server2' })
    expect(phases.named[0]).toMatchObject({ periodNs: 1e9, after: { event: 'bpdu', node: 'a1', interface: 'up2' } })
  })
})

describe('a silent uplink', () => {
  const site = redundantSwitches(FAST)
  const uplink = site.access(1).uplink1
  const asked = (hz: number) =>
    theoryInWords({
      topology: site.topology,
      effects: linkSilent(uplink).effect(uplink),
      drift: [],
      flows: [
        { name: 'hit', from: 'h1', to: 'server1', streams: 2, ratePps: 100 },
        { name: 'spared', from: 'h2', to: 'server1', streams: 2, ratePps: 100 },
      ],
      hz,
      holdNs: 60e9,
      trafficNs: 8.5e9,
    })

  it('is given up after max_age, and forgotten when an ARP question is due: the topology change hurries nobody', () => {
    // max_age less a hello and a jiffy, and 2 × 4 s; 45 s reachable, 5 s delay, 3 × 1 s, each late by a granule of the wheel:
    // 5.12 s, 80 ms and 3 × 80 ms at HZ=100; the next packet, and a jiffy.
    const hit = asked(100).windows.filter(({ on }) => on === 'hit')
    expect(hit.map(({ lowNs, highNs }) => [lowNs / 1e6, (highNs ?? 0) / 1e6])).toEqual([
      [12_790, 45_000 + 5120 + 5000 + 80 + 3 * 1080 + 10 + 10],
      [12_790, 45_000 + 5120 + 5000 + 80 + 3 * 1080 + 10 + 10],
    ])
    expect(hit[0]?.source).toContain('br_fdb_cleanup')
  })

  it('leaves alone who does not cross it', () => {
    const spared = asked(100).windows.filter(({ on }) => on === 'spared')
    expect(spared.map(({ highNs }) => highNs)).toEqual([0, 0])
  })
})

describe('the loss of the root', () => {
  it('costs 2 × forward_delay where it is seen: the backup root is known already', () => {
    const site = redundantSwitches(FAST)
    const dead = cablesOf(site.topology, site.distribution(1))
    expect(nodeDown(site.distribution(1)).target).toBe(site.distribution(1))
    expect(forward(ask(site, dead, { to: 'h2' }))).toEqual([8000, 8170])
    expect(forward(ask(site, dead, { to: 'server2' }))).toEqual([8000, 8170])
    expect(forward(ask(site, dead, { to: 'server1' }))).toBe('never')
  })
})

describe('a gateway that moves before the tree has opened', () => {
  it('is not heard to say so, and theory says nothing of who has to use it', () => {
    const site = campus({ ...FAST, advertInterval: '200ms' })
    const dead = cablesOf(site.topology, site.distribution(1))
    const theory = (from: string) =>
      theoryInWords({
        topology: site.topology,
        effects: dead.flatMap((cable) => linkCut(cable).effect(cable)),
        drift: [],
        flows: [{ name: 'web', from, to: 'outside', streams: 2, ratePps: 100 }],
        hz: 100,
        holdNs: 15e9,
        trafficNs: 8.5e9,
      })
    expect(forward(theory('h1'))).toBe('silent')
    expect(theory('h1').silent[0]).toContain('while a port of the spanning tree on the way is still closed')
    expect(forward(theory('h2'))).toEqual([8000, 8170])
  })
})

describe('guards', () => {
  const windows = (options: RedundantSwitchesOptions, cut: 'uplink1' | 'peer') => {
    const site = redundantSwitches({ ...FAST, ...options } as TreeSwitchesOptions)
    const cable = cut === 'peer' ? site.peer : site.access(1).uplink1
    return (['server1', 'server2', 'h2'] as const).map((to) => forward(ask(site, [cable], { to })))
  }

  it('of BPDUs change nothing where only hosts are: theory has no word for them', () => {
    expect(windows({ bpduGuard: false }, 'uplink1')).toEqual(windows({ bpduGuard: true }, 'uplink1'))
  })

  it('of the root change nothing while the root is where it should be', () => {
    expect(windows({ rootGuard: true }, 'uplink1')).toEqual(windows({ rootGuard: false }, 'uplink1'))
    expect(blocked(redundantSwitches({ rootGuard: true }))).toEqual(['a1:up2', 'a2:up2'])
  })

  it('of the root cut off a backup root that would have to reach it by an access switch', () => {
    expect(windows({ rootGuard: true }, 'peer')[1]).toBe('never')
    expect(windows({ rootGuard: false }, 'peer')[1]).not.toBe('never')
  })
})
