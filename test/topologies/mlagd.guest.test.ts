import { expect, test } from 'vitest'
import { cablesOf, type CableHandle } from '../../src/model/handle.ts'
import { linkSilent, nodeDown } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { Operation } from '../../src/model/operation.ts'
import { ms, seconds } from '../../src/model/time.ts'
import type { Cable } from '../../src/model/topology.ts'
import { mlagPair, type MlagPair, type MlagPairOptions } from '../../topologies/index.ts'
import { failureOf } from '../delivery/failure.ts'
import { judge, judgementText, type Expected } from '../delivery/judge.ts'
import { reachOf } from '../delivery/reach.ts'
import { stationsOf } from '../delivery/stations.ts'
import { inside } from '../guest/inside.ts'
import type { Seen, Step } from './mlagd.inside.ts'
import type * as entry from './mlagd.inside.ts'

const ALL: Expected = () => 'all'

/** Of a guest on a machine that has others as well. */
const WALL_MS = 600_000

const rest = (ns: number): Step => ({ do: 'rest', ns })
const measured = (name: string): Step[] => [{ do: 'announce' }, { do: 'measure', name }]
const look = (name: string): Step => ({ do: 'look', name })
const kill = (node: string): Step => ({ do: 'kill-agent', node })

async function play(options: MlagPairOptions, script: (site: MlagPair) => Step[]) {
  const site = mlagPair(options)
  const { topology } = site
  const input = { topology, stations: stationsOf(topology), steps: script(site) }
  using guest = await inside<typeof entry>(new URL('mlagd.inside.ts', import.meta.url), input, {
    timeoutMs: WALL_MS,
  })
  const { seen, logs } = guest.result
  return { logs, of: (name: string): Seen => seen.find((one) => one.name === name) ?? fail(name) }
}

function fail(name: string): never {
  throw new Error(`nothing was seen at ${name}`)
}

const apply = ({ topology }: MlagPair, fault: Fault, what: 'inject' | 'heal'): Step => ({
  do: 'apply',
  operations: failureOf(topology, '', fault)[what],
})

const light = ({ topology }: MlagPair, on: boolean, ...cables: readonly CableHandle[]): Step => ({
  do: 'apply',
  operations: cables.flatMap(({ cable }): Operation[] =>
    (['a', 'b'] as const).map((end) => ({ op: 'light', cable: topology.cables.indexOf(cable), end, on })),
  ),
})

const clean = (seen: Seen): string => judgementText(judge(seen.sent, ALL))

test('an agent that is killed is back at once, and a leg that was cut meanwhile is no black hole', async () => {
  const { logs, of } = await play({}, (site) => [
    kill('sw1'),
    light(site, false, site.host(1).leg1),
    rest(seconds(1)),
    ...measured('killed, and a leg cut'),
    light(site, true, site.host(1).leg1),
    rest(seconds(8)),
    ...measured('healed'),
  ])
  expect(clean(of('killed, and a leg cut'))).toBe('clean')
  expect(clean(of('healed'))).toBe('clean')
  expect(of('healed').states.sw1).toMatch(/^leg mh1 up, gate open, split horizon on, partner up$/m)
  expect(logs[0]).toContain('mlagd ended with 137: again')
  expect(logs[0]?.match(/start, boot/g)).toHaveLength(2)
})

test('an agent with nothing to do sleeps until its next announcement', async () => {
  const { of } = await play({}, () => [look('before'), rest(seconds(10)), look('after')])
  const [before, after] = [of('before').busyMs, of('after').busyMs]
  // 100 announcements. An agent that spins until the next tick is there when the tick comes, each time that it spins (a third
  // of them, while it reckoned in fractions of a second); one that sleeps is met by few.
  for (const node of ['sw1', 'sw2']) expect((after[node] ?? NaN) - (before[node] ?? NaN)).toBeLessThan(100)
})

test('a heartbeat that comes back while the peer link is lost gives it 300 ms; then the secondary shuts its legs', async () => {
  const { of } = await play({}, (site) => [
    light(site, false, site.peer, site.heartbeat),
    rest(seconds(2)),
    look('both lost'),
    light(site, true, site.heartbeat),
    rest(ms(200)),
    look('200 ms of heartbeat'),
    rest(ms(300)),
    look('half a second of heartbeat'),
  ])
  const shut = (name: string): string | undefined => /^shut (\d)$/m.exec(of(name).states.sw2 ?? '')?.[1]
  expect([shut('both lost'), shut('200 ms of heartbeat'), shut('half a second of heartbeat')]).toEqual(['0', '0', '1'])
  expect(of('half a second of heartbeat').states.sw1).toMatch(/^shut 0$/m)
})

test('legs that were shut come back when the peer link has worked for delayRestore', async () => {
  const { of } = await play({ delayRestore: '3s' }, (site) => [
    light(site, false, site.peer),
    rest(seconds(1)),
    look('lost'),
    light(site, true, site.peer),
    rest(ms(2500)),
    look('2.5 s'),
    rest(seconds(1)),
    look('3.5 s'),
    rest(seconds(5)),
    ...measured('restored'),
  ])
  const shut = (name: string): boolean => /^shut 1$/m.test(of(name).states.sw2 ?? '')
  expect([shut('lost'), shut('2.5 s'), shut('3.5 s')]).toEqual([true, true, false])
  expect(clean(of('restored'))).toBe('clean')
})

test('two agents that are killed at once find each other again, and nobody listens to garbage', async () => {
  const { logs, of } = await play({}, () => [
    { do: 'tell', from: 'sw1', to: '169.254.1.2', texts: GARBAGE },
    { do: 'tell', from: 'sw1', to: '169.254.2.2', texts: GARBAGE },
    rest(seconds(1)),
    ...measured('garbage'),
    kill('sw1'),
    kill('sw2'),
    rest(seconds(8)),
    ...measured('both killed'),
  ])
  expect(clean(of('garbage'))).toBe('clean')
  expect(clean(of('both killed'))).toBe('clean')
  for (const node of ['sw1', 'sw2']) expect(of('both killed').states[node]).toMatch(WHOLE)
  expect(logs.map((log) => log.match(/mlagd ended with \d+: again/g))).toEqual(Array(2).fill([KILLED]))
})

const KILLED = 'mlagd ended with 137: again'
const WHOLE = /^peer works\nshut 0\n(leg \w+ up, gate open, split horizon on, partner up\n){2}$/m
/** Nothing, words, a version alone, half an announcement, another version's, and more than fits. */
const GARBAGE = ['', 'who is there', 'MLAG1', 'MLAG1 1 7 9', 'MLAG9 1 7 9 - 0 0 1 mh1:0:0', 'x'.repeat(4000)]

test('a peer link that is dead one way is dead both ways', async () => {
  const { of } = await play({}, (site) => {
    const silent = linkSilent(site.peer, { direction: 'fromNear' })
    return [
      apply(site, silent, 'inject'),
      rest(seconds(1)),
      ...measured('silent'),
      apply(site, silent, 'heal'),
      rest(seconds(8)),
      ...measured('healed'),
    ]
  })
  const { topology, peer } = mlagPair()
  expect(of('silent').states.sw1).toMatch(/^peer lost\nshut 0$/m)
  expect(of('silent').states.sw2).toMatch(/^peer lost\nshut 1$/m)
  const apart = reachOf(topology, stationsOf(topology), [peer.cable])
  // What the secondary's orphan says still goes over; what is said to it does not.
  const oneWay: Expected = (from, to) => (from === 'o2' ? 'some' : apart(from, to))
  expect(judgementText(judge(of('silent').sent, oneWay))).toBe('clean')
  expect(clean(of('healed'))).toBe('clean')
})

test('a secondary that starts alone waits for aloneAfter, and makes way for a primary that it has only the heartbeat to', async () => {
  const { logs, of } = await play({ aloneAfter: '2s' }, (site) => {
    const dead = nodeDown(site.switch1)
    return [
      apply(site, dead, 'inject'),
      kill('sw2'),
      rest(ms(1500)),
      look('1.5 s alone'),
      rest(seconds(4)),
      ...measured('alone'),
      apply(site, dead, 'heal'),
      light(site, false, site.peer),
      rest(seconds(8)),
      ...measured('the primary is back'),
      light(site, true, site.peer),
      rest(seconds(8)),
      ...measured('the peer link is back'),
    ]
  })
  const { topology, switch1, peer } = mlagPair()
  const judged = (name: string, broken: readonly Cable[]): string =>
    judgementText(judge(of(name).sent, reachOf(topology, stationsOf(topology), broken)))
  expect(logs[1]).toContain('begin alone')
  expect(of('1.5 s alone').states.sw2).not.toMatch(/gate open/)
  expect(of('alone').states.sw2).toMatch(/^peer lost\nshut 0\nleg mh1 up, gate open/m)
  expect(
    judged(
      'alone',
      cablesOf(topology, switch1).map(({ cable }) => cable),
    ),
  ).toBe('clean')
  expect(of('the primary is back').states.sw2).toMatch(/^peer lost\nshut 1$/m)
  expect(judged('the primary is back', [peer.cable])).toBe('clean')
  expect(judged('the peer link is back', [])).toBe('clean')
})
