import { expect, test } from 'vitest'
import { linkCut, linkSilent } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { cablesOf } from '../../src/model/handle.ts'
import { ms, seconds } from '../../src/model/time.ts'
import { redundantSwitches, type TreeSwitches } from '../../topologies/index.ts'
import type { Circling } from '../delivery/matrix.ts'
import { judge, judgementText, type Expected } from '../delivery/judge.ts'
import { stationsOf } from '../delivery/stations.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './rapid-tree.inside.ts'

const ALL: Expected = () => 'all'
/** ofproto_max_revalidator, and the main thread's work. */
const DATAPATH = ms(560)
const HELLO = seconds(2)
const TICK = seconds(1)
/** Three hellos, each timer late by a tick; then a second of hello and two ticks in which every BPDU has tables flushed. */
const REACTS = seconds(12)
/** Every packet costs system calls in each switch. */
const WALL_MS = 600_000

// Broadcasts may go round while one datapath has not yet followed what its switch has told its neighbour (0.5 s at most).
// After a silent uplink has healed they do, until the next hello: both ends have taken themselves for designated.
test('by RSTP everybody gets what is for him once it has reacted, and what goes round ends with the next hello', async () => {
  const site = redundantSwitches({ loopFree: 'rstp', access: 2, vlans: [10] })
  const { uplink1 } = site.access(1)
  const cases = [
    { name: 'uplink to the root cut', loopsNs: DATAPATH, ...stepsOf(site, linkCut(uplink1)) },
    { name: 'distribution switches apart', loopsNs: DATAPATH, ...stepsOf(site, linkCut(site.peer)) },
    { name: 'uplink silent', loopsNs: HELLO + TICK, ...stepsOf(site, linkSilent(uplink1)) },
  ]
  const input = {
    topology: site.topology,
    stations: stationsOf(site.topology),
    cases,
    reactsNs: REACTS,
    watchNs: seconds(3),
    everyNs: ms(20),
  }
  using guest = await inside<typeof entry>(new URL('rapid-tree.inside.ts', import.meta.url), input, {
    timeoutMs: WALL_MS,
  })
  const { healthy, cases: measured } = guest.result
  expect(judgementText(judge(healthy, ALL))).toBe('clean')
  expect(measured.map(({ name, sent }) => `${name}: ${judgementText(judge(sent, ALL))}`)).toEqual(
    cases.map(({ name }) => `${name}: clean`),
  )
  for (const [at, { name, broken, healed }] of measured.entries()) {
    expect(loopOf(broken), name).toBeLessThanOrEqual(DATAPATH)
    expect(loopOf(healed), name).toBeLessThanOrEqual(cases[at]?.loopsNs ?? 0)
  }
  expect(loopOf(measured.at(-1)?.healed ?? [])).toBeGreaterThan(0)
})

/** How long after the first the last was sent that went round. */
const loopOf = (all: readonly Circling[]): number => all.findLast(({ crossed }) => crossed > 1)?.sentNs ?? 0

function stepsOf({ topology }: TreeSwitches, fault: Fault) {
  const { target } = fault
  const cables = target.handle === 'node' ? cablesOf(topology, target) : target.handle === 'cable' ? [target] : []
  const steps = cables.map((cable) => fault.steps(topology, cable))
  return {
    inject: steps.flatMap(({ inject }) => inject.flatMap(({ operations }) => operations)),
    heal: steps.flatMap(({ heal }) => heal),
  }
}
