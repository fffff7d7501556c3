import type { Effect } from '../model/fault.ts'
import type { StateMatch } from '../model/handle.ts'
import type { Ns } from '../model/time.ts'
import { seconds } from '../model/time.ts'
import type { Topology } from '../model/topology.ts'
import { DIRECTIONS, type Direction } from '../model/traffic.ts'
import type { Theory, Window } from '../model/window.ts'
import { bondArpChanges } from './bond-arp.ts'
import { bondMiiChanges } from './bond-mii.ts'
import { sinceFault, type Reactions } from './change.ts'
import { Damage } from './damage.ts'
import { darkNs, untilLight, whileDark } from './flap.ts'
import { lacpChanges } from './lacp.ts'
import { longest, outageOf, type Outage } from './outage.ts'
import { arrives, type Way } from './path.ts'
import { vrrpChanges } from './vrrp.ts'
import { Wiring } from './wiring.ts'
import { World } from './world.ts'

export interface TheoryQuestion {
  readonly topology: Topology
  /** Of the fault. */
  readonly effects: readonly Effect[]
  /** There from the start. */
  readonly drift: readonly Effect[]
  readonly flows: readonly TheoryFlow[]
  /** Timer interrupts a second in the kernel that has the lab. */
  readonly hz: number
  readonly holdNs: Ns
  /** What is so when the fault strikes: a selector's condition. Else priority decides who is active. */
  readonly when?: StateMatch | null
}

export interface TheoryFlow {
  readonly name: string
  /** Names of nodes. */
  readonly from: string
  readonly to: string
  readonly streams: number
  readonly ratePps: number
}

/** An unconfirmed neighbour entry stays reachable for at least half of 30 s (net.ipv4.neigh.default.base_reachable_time). */
const NEIGHBOUR_NS = seconds(15)

/** What the configured timers allow each direction of each flow. Pure. */
export function theoryOf(question: TheoryQuestion): Theory {
  const { topology, effects, drift, holdNs } = question
  const before = new World(new Wiring(topology), new Damage(drift), question.when ?? null)
  const broken = before.damaged(new Damage([...drift, ...whileDark(effects)]))
  const reactions = reactionsOf(before, broken, question)
  const dark = darkNs(effects)

  const windows: Window[] = []
  const silent: string[] = []
  const phases: Outage['phase'][] = []
  for (const flow of question.flows) {
    const ways = DIRECTIONS.map((direction) => ({ direction, way: wayOf(flow, direction) }))
    const outages = ways.map(({ way }) => outageOf(broken, way, reactions, holdNs))
    ways.forEach(({ direction, way }, index) => {
      const outage = outages[index]
      if (outage === undefined) return
      const silence = silenceOf(before, way, question) ?? neighbourSilence(outage, outages[1 - index], holdNs)
      if (silence !== null) {
        silent.push(`${flow.name} ${direction}: no window: ${silence}`)
        return
      }
      const { phase, ...window } = dark === null ? outage : untilLight(outage, dark)
      windows.push({ on: flow.name, direction, ...window })
      phases.push(phase)
    })
  }
  return { windows, phase: longest(phases), silent }
}

/** What the protocols do: the links first, then those that speak over them. */
function reactionsOf(before: World, broken: World, { flows, hz }: TheoryQuestion): Reactions {
  const spacingNs = Math.max(0, ...flows.map(({ ratePps }) => Math.ceil(1e9 / ratePps)))
  const links = [bondMiiChanges(broken, hz), bondArpChanges({ before, broken, hz, spacingNs }), lacpChanges(broken, hz)]
  const settled = broken.after(...links.flatMap(({ changes }) => changes.map(({ reaction }) => reaction)))
  const settledNs = Math.max(0, ...links.flatMap(({ changes }) => changes.map((change) => sinceFault(change).highNs)))
  const [patient, hasty] = [vrrpChanges(settled), vrrpChanges(broken)]
  const overtaken = hasty.changes.some(({ lowNs }) => lowNs < settledNs)
  const all = [...links, overtaken ? hasty : patient]
  return { changes: all.flatMap(({ changes }) => changes), blocked: all.flatMap(({ blocked }) => blocked) }
}

const wayOf = (flow: TheoryFlow, direction: Direction): Way =>
  direction === 'forward'
    ? { from: flow.from, to: flow.to, streams: flow.streams }
    : { from: flow.to, to: flow.from, streams: flow.streams }

/** Why nothing can be said of this direction; null where something can. */
function silenceOf(before: World, way: Way, { topology, effects, drift }: TheoryQuestion): string | null {
  const own = topology.nodes.find(({ files }) => Object.keys(files).some((path) => path.endsWith('.conf')))
  if (own !== undefined) return `not our configuration (${own.name} brings its own files)`
  if (!arrives(before, way)) return 'it has no path before the fault'
  const impaired = effects.flatMap((one): Effect[] =>
    one.effect === 'impaired' ? [{ effect: 'receive-dead', at: one.at, match: { match: 'all' } }] : [],
  )
  if (impaired.length > 0 && !arrives(before.damaged(new Damage([...drift, ...impaired])), way)) {
    return 'its path is impaired, and an impairment has no timer'
  }
  return null
}

/** Packets still pass one way, but nobody confirms the neighbour any more: its entry fails 15 to 53 s after it was made. */
function neighbourSilence(own: Outage, reverse: Outage | undefined, holdNs: Ns): string | null {
  if (own.highNs !== 0 || reverse === undefined || holdNs < NEIGHBOUR_NS) return null
  if (reverse.highNs !== null && reverse.highNs < NEIGHBOUR_NS) return null
  return 'nothing comes back, and its neighbour entries expire unconfirmed 15 to 53 s after they were made'
}
