import { vrrpOf } from '../../src/mechanisms/vrrp/data.ts'
import type { JournalEvent } from '../../src/model/journal.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Topology } from '../../src/model/topology.ts'

/** What the trials of a lab may take of a processor, all together; the first one runs in any case. */
export const LAB_MS = 4000

/** From the boot of a guest until its traffic starts, and after it: measured on 2 cores at 2.5 GHz, as all that follows. */
const GUEST_MS = 900
const LAB_SECOND_MS = 4
/** keepalived wakes at either end, and the frame crosses as many cables as a packet. */
const ADVERT_MS = 0.4
/** A packet crosses five cables or so. */
const PACKET_MS = 0.055
/** Open vSwitch forwards each packet in a process. */
const OVS_PACKET_MS = 0.5

/** What of a lab makes its trials dear. */
export interface Load {
  readonly plan: Pick<Plan, 'needs'>
  readonly topology: Pick<Topology, 'nodes'>
}

/** What a trial has taken of a processor, about, ms. From its journal, and not from a clock: which trials of a lab run depends on its seed alone. */
export function costMs(events: readonly JournalEvent[], { plan, topology }: Load): number {
  const packets = events.reduce((sum, event) => sum + (event.ev === 'stream' ? event.sent : 0), 0)
  const labNs = events.at(-1)?.t ?? 0
  const routers = topology.nodes.flatMap((node) => vrrpOf(node).routers)
  const adverts = routers.reduce((sum, { advertIntervalNs }) => sum + labNs / advertIntervalNs, 0)
  const packetMs = plan.needs.includes('openvswitch') ? OVS_PACKET_MS : PACKET_MS
  return GUEST_MS + (labNs / 1e9) * LAB_SECOND_MS + adverts * ADVERT_MS + packets * packetMs
}

/**
 * Whether a lab gets another trial after these, of which the last tells what the next will take.
 * A gate that fails at one phase of the timers fails at every other: it comes before the phase is chosen.
 */
export function affordsAnother(trials: readonly (readonly JournalEvent[])[], load: Load): boolean {
  const last = trials.at(-1)
  if (last === undefined) return true
  if (last.some((event) => event.ev === 'gate' && !event.passed)) return false
  const costs = trials.map((events) => costMs(events, load))
  return costs.reduce((sum, cost) => sum + cost, costs.at(-1) ?? 0) <= LAB_MS
}
