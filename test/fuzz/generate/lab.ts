import { BackhoeError } from '../../../src/model/problem.ts'
import { planOf, siteOf } from '../build.ts'
import { Dice } from '../dice.ts'
import type { ExperimentSpec, LabSpec, NodeRef, Options } from '../spec.ts'
import { draftComposed } from './composed/index.ts'
import { draftParallel } from './composed/parallel.ts'
import { draftRouters } from './composed/routers.ts'
import type { Draft, DraftSite } from './draft.ts'
import { draftDrift, draftFault } from './fault.ts'
import { cablesNear } from './near.ts'
import { draftActiveActive } from './sites/active-active.ts'
import { draftCampus } from './sites/campus.ts'
import { draftActiveBackup } from './sites/dual-homed-active-backup.ts'
import { draftLag } from './sites/dual-homed-lag.ts'
import { draftDualUplink } from './sites/dual-uplink.ts'
import { draftDualUplinkBgp } from './sites/dual-uplink-bgp.ts'
import { draftGatewayPair } from './sites/gateway-pair.ts'
import { draftLeafSpine } from './sites/leaf-spine.ts'
import { draftMlagPair } from './sites/mlag-pair.ts'
import { draftNPlusOne } from './sites/n-plus-one.ts'
import { draftRedundantSwitches } from './sites/redundant-switches.ts'
import { draftRoutedCampus } from './sites/routed-campus.ts'
import { draftRouterPair } from './sites/router-pair.ts'
import { draftSeparated } from './sites/separated-networks.ts'
import { draftServicePair } from './sites/service-pair.ts'
import { draftTraffic } from './traffic.ts'

const SITES: readonly (readonly [weight: number, draft: DraftSite])[] = [
  [14, draftGatewayPair],
  [8, draftActiveActive],
  [8, draftDualUplink],
  [8, draftNPlusOne],
  [14, draftActiveBackup],
  [12, draftLag],
  [10, draftMlagPair],
  [14, draftRedundantSwitches],
  [2, draftSeparated],
  [3, draftCampus],
  [30, draftComposed],
  [10, draftServicePair],
  [8, draftRouterPair],
  [8, draftLeafSpine],
  [6, draftDualUplinkBgp],
  [4, draftRoutedCampus],
  [14, draftRouters],
  [6, draftParallel],
]

/** The lab of a seed. The same number gives the same lab for as long as the generator stays as it is. */
export const labSpecOf = (seed: number): LabSpec => plannable(draftsOf(seed))

/** What a seed draws, and then the same with less in it: the lab is the first that can be planned. */
export function draftsOf(seed: number): readonly [LabSpec, ...LabSpec[]] {
  const dice = new Dice(seed)
  const draft = dice.weighted(SITES)(dice.for('site'))
  const gate = draftGate(dice.for('gate'))
  const times = draftTimes(draft, gate, dice.for('times'))
  const traffic = draftTraffic(draft, times.labMs, dice.for('traffic'))
  const { topology } = siteOf(draft.topology)
  const flow = Object.values(traffic)[0]
  const near = flow === undefined ? [] : cablesNear(topology, nodeOf(flow.from), nodeOf(flow.to))
  const place = { topology, draft, near }
  const fault = draftFault(place, dice.for('fault'))
  const drifts = dice.for('drift')
  const drift = drifts.chance(0.15) ? draftDrift(place, drifts) : undefined
  const targets = draftTargets(Object.keys(traffic), times.holdMs, dice.for('targets'))
  const plain = { topology: draft.topology, traffic, experiment: { fault, ...times.said, targets } }
  return [
    { ...plain, experiment: { ...plain.experiment, ...gate, ...(drift === undefined ? {} : { drift }) } },
    { ...plain, experiment: { ...plain.experiment, ...(drift === undefined ? {} : { drift }) } },
    plain,
  ]
}

/** The first that can be planned: fault and drift may want the same end of a cable, and not everything can be rehearsed. */
function plannable(specs: readonly LabSpec[]): LabSpec {
  const refusals: string[] = []
  for (const spec of specs) {
    try {
      planOf(spec)
      return spec
    } catch (error) {
      if (!(error instanceof BackhoeError)) return spec
      refusals.push(error.message)
    }
  }
  throw new Error(`the generator drew a lab that is none: ${refusals.at(-1) ?? ''}`)
}

/** Paths that are no node's name begin at a node all the same: `serverAtA` at the server. */
const NODES: Readonly<Record<string, string>> = {
  serverAtA: 'server',
  serverAtB: 'server',
  service: 'spare',
  host: 'h1',
}
const nodeOf = (ref: NodeRef): string =>
  'node' in ref ? ref.node : (NODES[String(ref.path[0])] ?? String(ref.path[0]))

interface Times {
  readonly said: Pick<ExperimentSpec, 'hold' | 'recover' | 'settle'>
  readonly holdMs: number
  /** Of a trial's traffic, about: gate, phase of the longest timer, hold and recovery. */
  readonly labMs: number
}

const LONGEST_HOLD_MS = 240_000

/** So many ways may have to prove themselves. */
const REHEARSALS = 6

/** Holds lie around what the mechanisms take, well above it or below; some are anywhere between 20 ms and minutes. */
function draftTimes({ patienceMs }: Draft, { rehearse }: Gate, dice: Dice): Times {
  const scale = dice.pick(patienceMs)
  const holdMs = Math.min(
    LONGEST_HOLD_MS,
    Math.max(
      20,
      Math.round(
        dice.weighted([
          [6, scale * (1.1 + dice.integer(0, 100) / 100)],
          [2, (scale * dice.integer(5, 110)) / 100],
          [2, dice.log(20, 60_000)],
          [1, dice.log(1000, LONGEST_HOLD_MS)],
        ]),
      ),
    ),
  )
  const recoverMs = dice.weighted([
    [5, dice.integer(10, 60) * 100],
    [3, 10_000],
    [1, dice.odd(100, 60_000, [30_000, 45_000])],
  ])
  const settleMs = dice.chance(0.7) ? 2000 : dice.odd(100, 20_000, [500, 1000, 5000])
  const rehearsalMs = 2 * settleMs + Math.max(...patienceMs) / 4
  const gateMs = 8000 + 2 * settleMs + (rehearse === true ? REHEARSALS * rehearsalMs : 0)
  return {
    said: {
      hold: `${holdMs}ms`,
      ...(recoverMs === 10_000 ? {} : { recover: `${recoverMs}ms` }),
      ...(settleMs === 2000 ? {} : { settle: `${settleMs}ms` }),
    },
    holdMs,
    labMs: gateMs + Math.max(...patienceMs) / 2 + holdMs + recoverMs,
  }
}

type Gate = Pick<ExperimentSpec, 'gate' | 'rehearse'>

const draftGate = (dice: Dice): Gate =>
  dice.weighted<Gate>([
    [16, {}],
    [2, { gate: 'naive' }],
    [2, { rehearse: true }],
  ])

function draftTargets(names: readonly string[], holdMs: number, dice: Dice): Readonly<Record<string, Options>> {
  const bound = (): string => `< ${dice.log(10, Math.max(20, 2 * holdMs))}ms`
  return Object.fromEntries(
    names.map((name) => [
      name,
      name === 'ssh'
        ? { atLeast: dice.pick(['untouched', 'survived', 'reconnected', 'restarted']), stall: bound() }
        : { outage: bound(), ...dice.maybe(0.3, () => ({ reversionOutage: bound() })) },
    ]),
  )
}
