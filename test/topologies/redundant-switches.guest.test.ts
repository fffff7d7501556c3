import { expect, test } from 'vitest'
import { linkCut, nodeDown } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { cablesOf } from '../../src/model/handle.ts'
import { seconds } from '../../src/model/time.ts'
import { redundantSwitches, type TreeSwitches } from '../../topologies/index.ts'
import { judge, judgementText, type Expected } from '../delivery/judge.ts'
import { stationsOf } from '../delivery/stations.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './redundant-switches.inside.ts'

const ALL: Expected = () => 'all'
/** While the tree grows some arrive and some do not; none twice, and none round in a circle. */
const SOME: Expected = (from, to) => (from === to ? 'all' : 'some')
const without =
  (lonely: string): Expected =>
  (from, to) =>
    from === lonely || to === lonely ? 'none' : 'all'

const casesOf = (site: TreeSwitches) => [
  { name: 'uplink to the root cut', expected: ALL, ...stepsOf(site, linkCut(site.access(1).uplink1)) },
  { name: 'blocked uplink cut', expected: ALL, ...stepsOf(site, linkCut(site.access(1).uplink2)) },
  { name: 'distribution switches apart', expected: ALL, ...stepsOf(site, linkCut(site.peer)) },
  { name: 'root dead', expected: without('server1'), ...stepsOf(site, nodeDown(site.distribution(1))) },
]

test.each([{ vlans: [] }, { vlans: [10] }])(
  'everybody gets what is for him, and nothing goes round: %j',
  async ({ vlans }) => {
    const site = redundantSwitches({ hello: '1s', maxAge: '6s', forwardDelay: '4s', vlans })
    const cases = casesOf(site)
    const input = {
      topology: site.topology,
      stations: stationsOf(site.topology),
      cases: cases.map(({ name, inject, heal }) => ({ name, inject, heal })),
      // max_age and 2 × forward_delay, and what timer wheels add: see stp.ts.
      convergenceNs: seconds(16),
    }
    using guest = await inside<typeof entry>(new URL('redundant-switches.inside.ts', import.meta.url), input)
    const expected = new Map(cases.map(({ name, expected: one }) => [name, one]))
    const judged = guest.result.map(({ name, sent }) => {
      const changing = name.endsWith('ing')
      return `${name}: ${judgementText(judge(sent, changing ? SOME : (expected.get(name) ?? ALL)))}`
    })
    expect(judged.length).toBeGreaterThan(10 * cases.length)
    expect(new Set(judged)).toEqual(new Set(judged.map((line) => line.replace(/: .*/, ': clean'))))
  },
)

function stepsOf({ topology }: TreeSwitches, fault: Fault) {
  const { target } = fault
  const cables = target.handle === 'node' ? cablesOf(topology, target) : target.handle === 'cable' ? [target] : []
  const steps = cables.map((cable) => fault.steps(topology, cable))
  return {
    inject: steps.flatMap(({ inject }) => inject.flatMap(({ operations }) => operations)),
    heal: steps.flatMap(({ heal }) => heal),
  }
}
