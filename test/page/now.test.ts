import { expect, test } from 'vitest'
import { nowOf, type Now } from '../../src/page/now.ts'
import type { DrawnNetwork } from '../../src/page/network.ts'
import type { TrialStory } from '../../src/report/story/schema.ts'
import { vlanMissingTrial } from './told.ts'

const { story, network } = await vlanMissingTrial()
const zero = story.axis.zeroNs ?? NaN
const app = { flow: 'app', direction: 'forward' } as const

const at = (ms: number, of: TrialStory = story): Now => nowOf(network, of, zero + ms * 1e6, app)

/** The lines that packets cross, with the direction. */
const crossed = ({ way }: Now): readonly string[] =>
  network
    .crossings(way?.passes ?? [])
    .map(({ cable: { a, b }, isForward }) => (isForward ? `${a.node} → ${b.node}` : `${b.node} → ${a.node}`))

test('before the fault nothing is broken, and packets arrive by the active leg', () => {
  const now = at(-10)
  expect(now.cables).toEqual([])
  expect([now.way?.is, crossed(now)]).toEqual(['arrives', ['host → sw1', 'sw1 → server']])
  // Drift is there before anybody notices.
  expect(now.marks).toEqual([{ at: { node: 'sw2', interface: 'eth1' }, is: 'vlan-missing', text: 'no VLAN 10' }])
})

test('once it is cut packets end at the dark cable, and then, when the bond has moved, at the port without the VLAN', () => {
  // Journal: the bond moves 55 ms after the cut.
  expect(at(20).cables.map(({ line, is }) => [line.name, is])).toEqual([['host:eth0--sw1:eth1', 'cut']])
  expect(at(20).way).toMatchObject({ is: 'ends', hole: { node: 'host', interface: 'eth0' } })
  expect(at(2000).way).toMatchObject({ is: 'ends', hole: { node: 'sw2', interface: 'eth1' } })
  expect(crossed(at(2000))).toEqual(['host → sw2'])
  expect(at(2000).states.find(({ state }) => state.watch === 'bondActive')).toMatchObject({
    to: 'eth1',
    kind: 'carries',
  })
})

test('where some streams alone lose packets it says how many', () => {
  const [first] = story.streams.filter(({ direction }) => direction === 'forward')
  if (first === undefined) throw new Error('the flow has streams')
  const streams = [first, { ...first, streams: [90, 91, 92], lost: [] }]
  const losing = first.streams.length
  const text = at(2000, { ...story, streams }).way?.text
  expect(text).toContain(`Packets of ${String(losing)} of ${String(losing + 3)} streams end at sw2:eth1`)
})

test('healed, all is as it was', () => {
  expect([at(6000).cables, at(6000).way?.is]).toEqual([[], 'arrives'])
})

test('before the gate nobody follows packets', () => {
  expect(nowOf(network, story, story.axis.fromNs, app).way?.is).toBe('unknown')
})

test('what packets do not bear out is unknown, and so is what the states do not say', () => {
  const doubted = { ...story, spans: story.spans.map((one) => (one.is === 'way' ? { ...one, agrees: false } : one)) }
  expect(at(2000, doubted).way).toMatchObject({ is: 'unknown', hole: null })
  const unsaid = { ...story, spans: story.spans.filter(({ is }) => is !== 'way') }
  expect(at(2000, unsaid).way).toMatchObject({ is: 'unknown', passes: [] })
})

test('a silent cable is silent, towards one end or both, and an impaired one has its figures', () => {
  const [fault] = story.spans.filter((one) => one.is === 'effect' && one.effect === 'carrier-lost')
  if (fault?.is !== 'effect') throw new Error('the fault has an effect')
  const lit = story.states.filter(({ watch }) => watch !== 'carrier')
  const hit = (...effects: readonly Partial<typeof fault>[]): readonly (readonly [string, string])[] => {
    const spans = effects.map((one) => ({ ...fault, node: 'host', interface: 'eth0', ...one }))
    return at(2000, { ...story, states: lit, spans }).cables.map(({ is, text }) => [is, text])
  }
  const sw1 = { node: 'sw1', interface: 'eth1' }
  expect(hit({ effect: 'receive-dead' })).toEqual([['silent', 'silent towards host']])
  expect(hit({ effect: 'transmit-dead' })).toEqual([['silent', 'silent towards sw1']])
  expect(hit({ effect: 'receive-dead' }, { effect: 'receive-dead', ...sw1 })).toEqual([['silent', 'silent']])
  expect(hit({ effect: 'receive-dead', isPartial: true })).toEqual([['silent', 'partly silent towards host']])
  expect(hit({ effect: 'impaired', text: 'delay 50 ms' })).toEqual([['impaired', 'delay 50 ms']])
})

test('a folded picture shows the worst of what a line stands for', async () => {
  const { layOut } = await import('../../src/picture/lay-out.ts')
  const { DrawnNetwork: Drawn } = await import('../../src/page/network.ts')
  const { campus } = await import('../../topologies/index.ts')
  const { topology } = campus()
  const folded: DrawnNetwork = new Drawn(await layOut(topology, { fold: 'layers' }), topology.cables)
  const line = folded.layout.cables.find(({ count }) => count > 1)
  if (line === undefined) throw new Error('a campus has cables that are drawn as one')
  const [cable] = folded.behind(line)
  if (cable === undefined) throw new Error('it stands for some')
  const dark = [cable.a, cable.b].map(({ node, interface: name }) => ({
    watch: 'carrier',
    word: 'carrier',
    node,
    name,
    changes: [{ atNs: zero, sinceNs: zero, from: null, to: 'down', order: 0 }],
  }))
  const now = nowOf(folded, { ...story, spans: [], states: dark }, zero, null)
  expect(now.cables.map(({ line: { name }, text }) => [name, text])).toEqual([[line.name, '1 dark']])
})
