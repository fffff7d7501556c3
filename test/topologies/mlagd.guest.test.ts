import { expect, test } from 'vitest'
import type { CableHandle } from '../../src/model/handle.ts'
import type { Operation } from '../../src/model/operation.ts'
import { ms, seconds } from '../../src/model/time.ts'
import { mlagPair, type MlagPair, type MlagPairOptions } from '../../topologies/index.ts'
import { judge, judgementText, type Expected } from '../delivery/judge.ts'
import { stationsOf } from '../delivery/stations.ts'
import { inside } from '../guest/inside.ts'
import type { Seen, Step } from './mlagd.inside.ts'
import type * as entry from './mlagd.inside.ts'

const ALL: Expected = () => 'all'

const rest = (ns: number): Step => ({ do: 'rest', ns })
const measured = (name: string): Step[] => [{ do: 'announce' }, { do: 'measure', name }]
const look = (name: string): Step => ({ do: 'look', name })
const kill = (node: string): Step => ({ do: 'kill-agent', node })

async function play(options: MlagPairOptions, script: (site: MlagPair) => Step[]) {
  const site = mlagPair(options)
  const { topology } = site
  const input = { topology, stations: stationsOf(topology), steps: script(site) }
  using guest = await inside<typeof entry>(new URL('mlagd.inside.ts', import.meta.url), input)
  const { seen, logs } = guest.result
  return { logs, of: (name: string): Seen => seen.find((one) => one.name === name) ?? fail(name) }
}

function fail(name: string): never {
  throw new Error(`nothing was seen at ${name}`)
}

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
