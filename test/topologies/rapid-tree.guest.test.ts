import { expect, test } from 'vitest'
import { linkCut, linkSilent, nodeDown, singleFailures } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import { ms, seconds } from '../../src/model/time.ts'
import { campus, redundantSwitches } from '../../topologies/index.ts'
import { cablesUnder, failureOf } from '../delivery/failure.ts'
import { judge, judgementText } from '../delivery/judge.ts'
import type { Circling } from '../delivery/matrix.ts'
import { reachOf } from '../delivery/reach.ts'
import { stationsOf } from '../delivery/stations.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './single-failures.inside.ts'

const PROVE = process.env['PROVE'] === '1'
const RAPID = { loopFree: 'rstp', access: 2, vlans: [10] } as const
/** ofproto_max_revalidator, and the main thread's work. */
const DATAPATH = ms(560)
const HELLO = seconds(2)
const TICK = seconds(1)
/** Three hellos, each timer late by a tick; then a second of hello and two ticks in which every BPDU has tables flushed. */
const REACTS = seconds(12)
const WATCHED: entry.Change = { forNs: REACTS, watchNs: seconds(3), everyNs: ms(20) }
/** Every packet costs system calls in each switch. */
const WALL_MS = 600_000

// Broadcasts may go round while one datapath has not yet followed what its switch has told its neighbour (0.5 s at most).
// After a silent uplink has healed they do, until the next hello: both ends have taken themselves for designated.
test.each([
  ['openvswitch', () => redundantSwitches({ ...RAPID, by: 'openvswitch' }), DATAPATH],
  ['mstpd', () => redundantSwitches({ ...RAPID, by: 'mstpd' }), 0],
  ...(PROVE ? [['mstpd in a campus', () => campus({ loopFree: 'rstp', by: 'mstpd' }), 0] as const] : []),
] as const)(
  'by RSTP of %s everybody gets what is for him once it has reacted, and what goes round ends with the next hello',
  async (_, generate, followsNs) => {
    const site = generate()
    const { topology } = site
    const { uplink1, uplink2 } = site.access(1)
    const few = {
      'uplink to the root cut': linkCut(uplink1),
      'blocked uplink cut': linkCut(uplink2),
      'distribution switches apart': linkCut(site.peer),
      'root dead': nodeDown(site.distribution(1)),
    }
    const SILENT = 'uplink silent'
    const faults: Readonly<Record<string, Fault>> = {
      ...(PROVE ? singleFailures(site) : few),
      [SILENT]: linkSilent(uplink1),
    }
    const stations = stationsOf(topology)
    const input = {
      topology,
      stations,
      failures: Object.entries(faults).map(([name, fault]) => failureOf(topology, name, fault)),
      ...{ breaking: WATCHED, healing: WATCHED, remembers: false },
    }
    using guest = await inside<typeof entry>(new URL('single-failures.inside.ts', import.meta.url), input, {
      timeoutMs: WALL_MS,
    })
    const judged = guest.result.map(({ name, sent }) => {
      const fault = name === SILENT ? undefined : faults[name]
      const broken = fault === undefined ? [] : cablesUnder(topology, fault).map(({ cable }) => cable)
      return `${name}: ${judgementText(judge(sent, reachOf(topology, stations, broken)))}`
    })
    expect(judged).toEqual(['healthy', ...Object.keys(faults), 'healthy again'].map((name) => `${name}: clean`))
    for (const { name, breaking, healing } of guest.result) {
      expect(loopOf(breaking), name).toBeLessThanOrEqual(followsNs)
      expect(loopOf(healing), name).toBeLessThanOrEqual(name === SILENT ? HELLO + TICK : followsNs)
      if (name === SILENT) expect(loopOf(healing)).toBeGreaterThan(0)
    }
  },
)

/** How long after the first the last was sent that went round. */
const loopOf = (all: readonly Circling[]): number => all.findLast(({ crossed }) => crossed > 1)?.sentNs ?? 0
