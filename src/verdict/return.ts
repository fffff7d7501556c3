import type { FlowMeasure, TrialMeasure } from '../model/measure.ts'
import type { ExperimentPlan } from '../model/plan.ts'
import { losesAtRandom } from '../model/random-loss.ts'
import { joinedReasons, reason, type Reason } from '../model/reason.ts'
import { bindsReturn, type ReturnKind, type Target } from '../model/target.ts'
import type { Ns } from '../model/time.ts'
import { flowFigures, type Figure } from './figures.ts'

/** What a flow or a session lost after the healing, and whether a target of its experiment speaks of it. */
export interface ReturnCost {
  /** `the return cost 8.11 s`. */
  readonly because: Reason
  /** It cost something, and no target binds that. */
  readonly isUnbound: boolean
}

/** Random losses of the drift are not called a return: which of both it was, nothing shows. */
const atRandom = (costNs: Ns): Reason =>
  reason('lost-at-random')`up to ${{ costNs }} lost at a time after the healing, as the drift loses at random`

const NOTHING: ReturnCost = { because: reason('return-free')`the return cost nothing`, isUnbound: false }

/** Over all trials, in either direction; null: no fault was healed, or no such flow or session was measured. */
export function returnCost(
  on: string,
  { targets, drift }: Pick<ExperimentPlan, 'targets' | 'drift'>,
  trials: readonly TrialMeasure[],
): ReturnCost | null {
  const flows = trials.flatMap((trial) => trial.flows.filter((flow) => flow.name === on && flow.backNs !== null))
  const isRandom = losesAtRandom(drift)
  return flows.length === 0 ? costOfSession(on, targets, trials, isRandom) : costOfFlow(on, targets, flows, isRandom)
}

function costOfSession(
  on: string,
  targets: readonly Target[],
  trials: readonly TrialMeasure[],
  isRandom: boolean,
): ReturnCost | null {
  const sessions = trials.flatMap((trial) => trial.sessions.filter((session) => session.name === on))
  const stalls = sessions.flatMap(({ returnStallNs }) => returnStallNs ?? [])
  const longest = Math.max(0, ...stalls)
  // What has been silent since the fault shows nothing of the return.
  const isSilent = sessions.some(({ stallAtLeastNs }) => stallAtLeastNs !== null)
  if (longest === 0) return stalls.length === 0 || isSilent ? null : NOTHING
  const isUnbound = !targets.some((target) => target.on === on && target.metric === 'stall')
  const because = isRandom
    ? reason('stalls-at-random')`stalls of up to ${{ costNs: longest }} after the healing, as the drift loses at random`
    : reason('return-stalls')`the return cost a stall of ${{ costNs: longest }}`
  return { because, isUnbound }
}

function costOfFlow(
  on: string,
  targets: readonly Target[],
  flows: readonly FlowMeasure[],
  isRandom: boolean,
): ReturnCost {
  const costs: readonly { readonly kind: ReturnKind; readonly ns: Ns; readonly reasonOf: (costNs: Ns) => Reason }[] = [
    {
      kind: 'reversionOutage',
      ns: most(flows, 'reversionOutageNs'),
      reasonOf: (costNs) => (isRandom ? atRandom(costNs) : reason('return-costs')`the return cost ${{ costNs }}`),
    },
    {
      kind: 'reversionOutage',
      ns: most(flows, 'reversionAtLeastNs'),
      reasonOf: (costNs) =>
        reason('down-again')`down again after the healing, and not up in the ${{ costNs }} that were watched`,
    },
    {
      kind: 'back',
      ns: most(flows, 'backNs'),
      reasonOf: (costNs) => reason('back-after')`back ${{ costNs }} after the healing`,
    },
    {
      kind: 'back',
      ns: most(flows, 'backAtLeastNs'),
      reasonOf: (costNs) => reason('not-back-after')`not back ${{ costNs }} after the healing`,
    },
  ]
  const found = costs.filter(({ ns }) => ns > 0)
  if (found.length === 0) return NOTHING
  return {
    because: joinedReasons(found.map(({ ns, reasonOf }) => reasonOf(ns))),
    isUnbound: found.some(({ kind }) => !bindsReturn(on, targets, kind)),
  }
}

type Cost = 'reversionOutageNs' | 'reversionAtLeastNs' | 'backNs' | 'backAtLeastNs'

const most = (flows: readonly FlowMeasure[], of: Cost): Ns => Math.max(0, ...flows.map((flow) => flow[of] ?? 0))

/** What says nothing of an outage that begins with or after the healing. */
const BLIND: readonly Target['metric'][] = ['outage', 'back']

/**
 * An outage is bound up to the healing, and what was down then until it is back. Where no target speaks of what goes down
 * after it, that must not be hidden behind a target that is met: it has to be under the same bound, whether it ended or not.
 */
export function unboundReturn(target: Target, targets: readonly Target[], trial: TrialMeasure): readonly Figure[] {
  if (!BLIND.includes(target.metric) || bindsReturn(target.on, targets, 'reversionOutage')) return []
  return trial.flows
    .filter((flow) => flow.name === target.on)
    .flatMap((flow) => flowFigures({ metric: 'reversionOutage' }, flow).figures)
}
