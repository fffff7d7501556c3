import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent } from '../../chaos/index.ts'
import { nodeOf, type Site } from '../../src/model/topology.ts'
import { sinceFault, type Change } from '../../src/theory/change.ts'
import { Damage } from '../../src/theory/damage.ts'
import { historiesOf } from '../../src/theory/history.ts'
import { lacpChanges } from '../../src/mechanisms/lacp/theory.ts'
import { mlagChanges } from '../../src/mechanisms/mlag/theory.ts'
import { outageOf, withinHold } from '../../src/theory/outage.ts'
import { waysOf } from '../../src/theory/path.ts'
import { Stream } from '../../src/theory/stream.ts'
import { vrrpChanges } from '../../src/mechanisms/vrrp/theory.ts'
import { wiringOf } from '../../src/theory/wired.ts'
import { World } from '../../src/theory/world.ts'
import { dualHomedLag, gatewayPair, mlagPair } from '../../topologies/index.ts'
import { isReason, reasonText, worded } from '../../src/model/reason.ts'

const change = (port: string, lowNs: number, highNs: number, after: Change | null = null): Change => ({
  reaction: { react: 'port-stopped', node: 'host', port },
  after,
  lowNs,
  highNs,
  because: worded(port),
  source: 'here',
  detection: { watch: 'lacpPort', node: 'host', name: port, state: 'stopped' },
  phase: null,
})

const orders = (changes: readonly Change[], healedNs = 100): string[] =>
  historiesOf(changes, healedNs)
    .map(({ order }) => order.map(({ because }) => reasonText(because)).join(''))
    .sort()

describe('the orders in which reactions may come', () => {
  it('are all that their spans allow, and a chain comes in its order', () => {
    const a = change('a', 1, 3)
    expect(orders([a, change('b', 2, 5)])).toEqual(['ab', 'ba'])
    expect(orders([a, change('b', 4, 5)])).toEqual(['ab'])
    expect(orders([a, change('b', 0, 1, a)])).toEqual(['ab'])
  })

  it('leave out what comes after the healing only', () => {
    // a comes before 10 for certain, b may, c does not.
    expect(orders([change('a', 1, 3), change('b', 8, 12), change('c', 11, 20)], 10)).toEqual(['a', 'ab'])
  })

  it('bound what lies between two of them, by their chain where there is one', () => {
    const a = change('a', 10, 30)
    const [chained] = historiesOf([a, change('b', 2, 4, a)], 100)
    const [, b] = chained?.order ?? []
    // Not 12 … 34 less 10 … 30.
    expect(chained?.between(a, b ?? null)).toEqual({ lowNs: 2, highNs: 4 })
    expect(chained?.between(null, b ?? null)).toEqual({ lowNs: 12, highNs: 34 })
    // The healing is an instant as well: b comes by then.
    const [early] = historiesOf([a, change('b', 2, 4, a)], 20).filter(({ order }) => order.length === 2)
    expect(early?.between(null, a)).toEqual({ lowNs: 10, highNs: 18 })
    expect(early?.between(a, null)).toEqual({ lowNs: 2, highNs: 10 })
  })
})

const SITES: readonly Site[] = [
  gatewayPair(),
  gatewayPair({ syncGroup: false }),
  dualHomedLag({ lacpRate: { host: 'slow' } }),
  dualHomedLag({ legs: 3, minLinks: 3 }),
  mlagPair(),
]

describe('the longest time without packets', () => {
  it('lies in the window, whenever in its span each reaction comes', () => {
    const inputs = fc.record({
      site: fc.constantFrom(...SITES),
      position: fc.nat({ max: 20 }),
      fault: fc.constantFrom(
        linkCut,
        linkSilent,
        (cable: Parameters<typeof linkSilent>[0]) => linkSilent(cable, { direction: 'fromNear' }),
        (cable: Parameters<typeof linkSilent>[0]) => linkSilent(cable, { direction: 'toNear' }),
      ),
      back: fc.boolean(),
      holdNs: fc.constantFrom(5e6, 2.5e9, 5.5e9, 12e9, 40e9),
      draws: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
    })
    fc.assert(
      fc.property(inputs, ({ site, position, fault, back, holdNs, draws }) => {
        const cable = site.topology.cables[position % site.topology.cables.length]
        if (cable === undefined) throw new Error('a topology has cables')
        const effects = fault({ handle: 'cable', cable, near: cable.a, far: cable.b }).effect({
          handle: 'cable',
          cable,
          near: cable.a,
          far: cable.b,
        })
        const broken = new World(wiringOf(site.topology), new Damage([]), null).damaged(new Damage(effects))
        const lacp = lacpChanges(broken, 100)
        const parts = [
          lacp,
          mlagChanges(broken, lacp.changes, 100),
          vrrpChanges({ before: broken, broken, earlier: [], hz: 100, spacingNs: 0 }),
        ]
        const changes = parts.flatMap((one) => one.changes)
        const blocked = parts.flatMap((one) => one.blocked)
        const ends = site.topology.nodes.filter(({ probes }) => probes.length > 0).map(({ name }) => name)
        const [from, to] = back ? [ends.at(-1), ends[0]] : [ends[0], ends.at(-1)]
        const [way] = waysOf(nodeOf(site.topology, from ?? ''), nodeOf(site.topology, to ?? ''), 1)
        const found = outageOf(broken, way, { changes, blocked }, holdNs)
        if (isReason(found)) return
        const window = withinHold(found, holdNs)

        const times = new Map<Change, number>()
        for (const [index, change] of changes.entries()) {
          const since = change.after === null ? 0 : (times.get(change.after) ?? 0)
          times.set(change, since + change.lowNs + (draws[index % draws.length] ?? 0) * (change.highNs - change.lowNs))
        }
        const order = changes.toSorted((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0))
        const { longestNs, openNs } = walk(new Stream(broken, way), order, times, holdNs)
        // Of a stream that is dark at the healing its last outage counts.
        const measuredNs = openNs ?? longestNs
        expect(measuredNs).toBeGreaterThanOrEqual(window.lowNs - 1)
        expect(measuredNs).toBeLessThanOrEqual((window.highNs ?? holdNs) + 1)
        if (window.highNs === null) expect(openNs).not.toBeNull()
        if (window.highNs !== null && window.unhealedNs === undefined) expect(openNs).toBeNull()
      }),
      { numRuns: 400 },
    )
  })
})

/** One history with times that were drawn. */
function walk(
  stream: Stream,
  order: readonly Change[],
  times: ReadonlyMap<Change, number>,
  holdNs: number,
): { readonly longestNs: number; readonly openNs: number | null } {
  const before = order.filter((change) => (times.get(change) ?? 0) < holdNs)
  let sinceNs: number | null = stream.works([]) ? null : 0
  let longestNs = 0
  before.forEach((change, index) => {
    const atNs = times.get(change) ?? sinceFault(change).lowNs
    const works = stream.works(before.slice(0, index + 1))
    if (works && sinceNs !== null) longestNs = Math.max(longestNs, atNs - sinceNs)
    if (works) sinceNs = null
    else sinceNs ??= atNs
  })
  return { longestNs, openNs: sinceNs === null ? null : holdNs - sinceNs }
}
