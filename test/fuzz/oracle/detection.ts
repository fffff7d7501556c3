import type { StateMatch } from '../../../src/model/handle.ts'
import type { JournalEvent } from '../../../src/model/journal.ts'
import { formatNs, type Ns } from '../../../src/model/time.ts'
import { on } from '../../../src/theory/wiring.ts'
import { wiringOf } from '../../../src/theory/wired.ts'
import { jiffies, jiffyNs, workPeriod } from '../../../src/theory/ticks.ts'
import { HZ } from '../build.ts'
import { experimentOf } from '../run.ts'
import type { Examined, Finding, Oracle } from './finding.ts'
import { longestDelayNs, wholeTrials } from './whole.ts'

/** Nothing recovers before it is detected, and theory's own event is seen where an outage ended by it. */
export const detection: Oracle = (examined) =>
  wholeTrials(examined).flatMap(({ index, measure, events, streams, injectedNs, heldNs }) => {
    const windows = experimentOf(examined.plan).variants[measure.variant]?.windows ?? []
    return measure.flows.flatMap((flow): Finding[] => {
      const window = windows.find(({ on, direction }) => on === flow.name && direction === flow.direction)
      const longest = flow.outages.reduce<(typeof flow.outages)[number] | null>(
        (a, b) => (a === null || b.lost > a.lost ? b : a),
        null,
      )
      const ends = longest?.endNs ?? null
      if (window === undefined || window.detection === null || flow.outcome !== 'recovered' || ends === null) return []
      // An outage that is shorter than the window allows for sure was ended by something else, or is no outage of the fault.
      if (ends - injectedNs > heldNs || window.lowNs === 0) return []
      // A packet that waited for a neighbour's answer left before what freed it, and arrived after it.
      const waitedNs = longestDelayNs(streams, flow) + triedNs(examined, window.detection)
      // A flap is over by itself.
      if (ends + waitedNs >= lightNs(events)) return []
      if (enabledAlone(examined, window.detection, events, ends)) return []
      const { node, name, state } = window.detection
      const what = `${flow.name} ${flow.direction} recovered ${formatNs(ends - injectedNs)} after the fault`
      if (flow.detectionNs === null)
        return [
          { kind: 'story undetected', trial: index, text: `${what}, and ${node} ${name} ${state} was never seen` },
        ]
      return flow.detectionNs <= ends - injectedNs + waitedNs + flow.errorNs
        ? []
        : [{ kind: 'story detection', trial: index, text: `${what}, detected after ${formatNs(flow.detectionNs)}` }]
    })
  })

/**
 * The far end has no partner any more (DEFAULTED), and is the only port of its bond: the kernel enables it then, so that what its
 * partner goes on sending arrives, though that never learns of it (bond_3ad.c: ad_agg_selection_logic, __agg_has_partner).
 */
function enabledAlone(
  { topology }: Examined,
  { watch, node, name }: StateMatch,
  events: readonly JournalEvent[],
  endsNs: Ns,
): boolean {
  if (watch !== 'lacpPort') return false
  const wiring = wiringOf(topology)
  const far = wiring.far(on(node, name))
  const bond = far === undefined ? undefined : wiring.master(far)
  if (far === undefined || bond === undefined) return false
  return (
    wiring.members(on(far.node, bond.name)).length === 1 &&
    events.some(
      (event) =>
        event.ev === 'state' &&
        event.watch === 'lacpPort' &&
        event.node === far.node &&
        event.name === far.interface &&
        event.detail?.endsWith('partner 0') === true &&
        event.t <= endsNs,
    )
  )
}

/** When a flap first gives the light back. */
const lightNs = (events: readonly JournalEvent[]): Ns =>
  Math.min(
    Infinity,
    ...events.flatMap((event) =>
      event.ev === 'inject' && event.text.some((line) => /^light .*on=true/.test(line)) ? [event.beforeNs] : [],
    ),
  )

/**
 * A leg that a bond with an ARP monitor tries receives from then on, and is made the active one a run later, when an answer
 * has come (bond_main.c: bond_ab_arp_probe, bond_ab_arp_commit).
 */
function triedNs({ topology }: Examined, { watch, node, name }: StateMatch): Ns {
  if (watch !== 'bondActive') return 0
  const bond = topology.nodes.find((one) => one.name === node)?.interfaces.find((one) => one.name === name)
  const monitor = bond?.kind === 'bond' ? bond.bond.monitor : null
  return monitor?.by === 'arp' ? workPeriod(jiffies(monitor.intervalNs, HZ)) * jiffyNs(HZ) : 0
}
