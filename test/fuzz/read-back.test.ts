import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Effect } from '../../src/model/fault.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import { seconds } from '../../src/model/time.ts'
import type { Cable, Topology } from '../../src/model/topology.ts'
import { theoryOf } from '../../src/theory/theory.ts'
import { readBack } from '../clab/read-back.ts'
import { HZ, siteOf } from './build.ts'
import { draftsOf } from './generate/lab.ts'

/** A lab takes up to a tenth of a second. */
const LABS = process.env['PROVE'] === '1' ? 1000 : 40

const FAULTS: readonly ((cable: Cable) => readonly Effect[])[] = [
  ({ a, b }) => [a, b].map((at) => ({ effect: 'carrier-lost', at })),
  ({ a, b }) => [a, b].map((at) => ({ effect: 'receive-dead', at, match: { match: 'all' } })),
]

/** The window of each direction that has one. */
function windowsOf(topology: Topology, effects: readonly Effect[], from: string, to: string) {
  const { windows } = theoryOf({
    topology,
    effects,
    drift: [],
    flows: [{ name: 'web', from, to, streams: 2, ratePps: 100 }],
    hz: HZ,
    holdNs: seconds(10),
    when: null,
  })
  return Object.fromEntries(windows.map(({ direction, lowNs, highNs }) => [direction ?? 'both', [lowNs, highNs]]))
}

/** null: its nodes cannot be containers of ours. */
function asContainers(topology: Topology): Topology | null {
  try {
    return readBack(topology)
  } catch (error) {
    if (error instanceof BackhoeError) return null
    throw error
  }
}

// Where all of a file is understood, a fault has the windows that it has natively. Where something is not, it has these or none: never
// others. A fifth of the labs is of the first kind: trees and routing are started by programs that are not read.
test('drawn topologies, written for containerlab and read again, have the same windows or none', () => {
  const first = randomInt(2 ** 31)
  let understood = 0
  for (let seed = first; seed < first + LABS; seed++) {
    const { topology } = siteOf(draftsOf(seed)[0].topology)
    const read = asContainers(topology)
    const ends = topology.nodes.filter(({ role, probes }) => role !== 'switch' && probes.length > 0)
    const [from, to] = [ends[0], ends.at(-1)]
    const cable = topology.cables[seed % topology.cables.length]
    if (read === null || from === undefined || to === undefined || from === to || cable === undefined) continue
    const isUnderstood = read.nodes.every(({ unread = [] }) => unread.length === 0)
    if (isUnderstood) understood++
    for (const fault of FAULTS) {
      const [ours = {}, theirs] = [topology, read].map((one) => windowsOf(one, fault(cable), from.name, to.name))
      const where = `lab ${String(seed)}: ${cable.name}, ${from.name} and ${to.name}`
      if (isUnderstood) expect(theirs, where).toEqual(ours)
      else expect(ours, where).toMatchObject(theirs ?? {})
    }
  }
  expect(understood).toBeGreaterThan(LABS / 12)
}, 600_000)
