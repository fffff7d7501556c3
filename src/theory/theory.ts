import type { Effect } from '../model/fault.ts'
import type { StateMatch } from '../model/handle.ts'
import type { Ns } from '../model/time.ts'
import { nodeOf, type Topology } from '../model/topology.ts'
import type { Theory, Window } from '../model/window.ts'
import { bondArpChanges } from './bond-arp.ts'
import { bondMiiChanges } from './bond-mii.ts'
import { sinceFault, type Reactions } from './change.ts'
import { Damage } from './damage.ts'
import { darkNs, untilLight, whileDark } from './flap.ts'
import { lacpChanges } from './lacp.ts'
import { unconfirmed } from './neighbour.ts'
import { longest, outageOf, type Outage } from './outage.ts'
import { arrives, fates, isAnswered, waysOf, type Way } from './path.ts'
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

interface TheoryFlow {
  readonly name: string
  /** Names of nodes. */
  readonly from: string
  readonly to: string
  readonly streams: number
  readonly ratePps: number
}

const UNCONFIRMED = 'nothing comes back, and its neighbour entries fail when they are next due to be confirmed'

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
    const [there, back] = waysOf(nodeOf(topology, flow.from), nodeOf(topology, flow.to), flow.streams)
    const outage = (way: Way): Outage => {
      const one = outageOf(broken, way, reactions, holdNs)
      return dark === null ? one : untilLight(one, dark, fates(broken, way).includes('held'))
    }
    const [forward, backward] = [outage(there), outage(back)]
    for (const [direction, way, own, reverse] of [
      ['forward', there, forward, backward],
      ['backward', back, backward, forward],
    ] as const) {
      const silence = silenceOf(before, way, question)
      const answered = isAnswered(broken, way)
      const found = silence !== null ? null : answered ? own : unconfirmed(own, reverse, holdNs)
      if (found === null) {
        silent.push(`${flow.name} ${direction}: no window: ${silence ?? UNCONFIRMED}`)
        continue
      }
      const { phase, ...window } = found
      windows.push({ on: flow.name, direction, ...window })
      phases.push(phase)
    }
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
