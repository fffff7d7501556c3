import type { StateMatch } from '../model/handle.ts'
import type { Phase } from '../model/phase.ts'
import { distinctReasons, isReason, joinedReasons, reason, type Reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'
import { causes, sinceFault, type Blocked, type Change, type Reactions } from './change.ts'
import { historiesOf } from './history.ts'
import type { Way } from './path.ts'
import { MOST_CHANGES, Stream, tell, type StreamHistory } from './stream.ts'
import type { World } from './world.ts'

/** What a fault costs one direction of a flow until it is healed. */
export interface ExpectedOutage {
  readonly lowNs: Ns
  /** Not cut short by the healing; null: its packets do not arrive again without it. */
  readonly highNs: Ns | null
  /** As in a window. */
  readonly unhealedNs?: Ns | null
  readonly releasedNs?: Ns
  /** Since the fault: the earliest beginning, and the latest end; absent: from the fault on, for at most `highNs`. */
  readonly dark?: { readonly fromNs: Ns; readonly toNs: Ns }
  readonly because: Reason
  readonly source: string
  readonly detection: StateMatch | null
  /** The periodic timers that decide where in it the outage falls, the longest period first. */
  readonly phases: readonly Phase[]
}

const UNTOUCHED: ExpectedOutage = {
  lowNs: 0,
  highNs: 0,
  because: reason('path-untouched')`its path does not cross what is broken`,
  source: 'the topology',
  detection: null,
  phases: [],
}

const TANGLED = reason('reactions-tangled')`too many reactions follow one another on its path to know their order`

/** Of reactions in vain, those that are named. */
const SHOWN = 2

/** A fault that nobody heals: fifty days, still exact in nanoseconds. */
const FOR_EVER: Ns = 2 ** 52

/**
 * The longest time without packets between the fault and its healing, over every order in which the reactions may come:
 * dark from the fault, or from a reaction that breaks what worked, until a reaction that restores it. The worst stream
 * decides. A text says why nothing can be said.
 */
export function outageOf(broken: World, way: Way, reactions: Reactions, holdNs: Ns): ExpectedOutage | Reason {
  const each = way.pairs.map((pair) => ofStream(broken, { ...way, pairs: [pair] }, reactions, holdNs))
  const silent = each.find(isReason)
  return silent ?? worstOf(each.flatMap((one) => (isReason(one) ? [] : [one])))
}

/** Nothing arrives from the fault to the healing, whatever reacts. */
export function isLostIn(broken: World, way: Way, reactions: Reactions, holdNs: Ns): boolean {
  const found = outageOf(broken, way, reactions, holdNs)
  return !isReason(found) && found.highNs === null && found.dark === undefined
}

function ofStream(broken: World, way: Way, { changes, blocked }: Reactions, holdNs: Ns): ExpectedOutage | Reason {
  const stream = new Stream(broken, way)
  const relevant = stream.relevant(changes)
  if (relevant.length === 0) return stream.works([]) ? UNTOUCHED : never(blocked, holdNs, changes)
  if (relevant.length > MOST_CHANGES) return TANGLED
  const told = (ns: Ns): readonly StreamHistory[] => historiesOf(relevant, ns).map((history) => tell(history, stream))
  const [healed, unhealed] = [told(holdNs), told(FOR_EVER)]
  const mayStay = unhealed.some(({ isOpen }) => isOpen)
  const topNs = longestOf(unhealed)
  if (topNs === 0) return UNTOUCHED
  if (mayStay && healed.every(isLost)) return never(blocked, holdNs, changes)
  const isGone = healed.every(({ isOpen }) => isOpen)
  const lowNs = Math.min(...(isGone && !mayStay ? unhealed : healed).map((one) => one.lowNs))
  const why = explained(unhealed, relevant, mayStay && isGone)
  if (!mayStay) return { lowNs, highNs: topNs, ...why }
  return isGone ? { lowNs, highNs: null, ...why } : { lowNs, highNs: longestOf(healed), unhealedNs: null, ...why }
}

const longestOf = (all: readonly { readonly highNs: Ns }[]): Ns => Math.max(...all.map(({ highNs }) => highNs))

/** Dark from the fault to the healing. */
const isLost = ({ dark: [first] }: StreamHistory): boolean =>
  first !== undefined && first.from === null && first.to === null

/** What breaks it for longest, and what restores it then. */
function explained(
  histories: readonly StreamHistory[],
  relevant: readonly Change[],
  isNever: boolean,
): Pick<ExpectedOutage, 'dark' | 'because' | 'source' | 'detection' | 'phases'> {
  const all = histories.flatMap((history) => history.dark)
  const worstNs = longestOf(all)
  const dark = all.filter(({ highNs }) => highNs === worstNs)
  const breaks = relevant.filter((change) => dark.some(({ from }) => from === change))
  const restores = relevant.filter((change) => dark.some(({ ends }) => ends.includes(change)))
  const told = [...breaks, ...restores].flatMap(causes)
  const decisive = restores.length === 0 ? breaks : restores
  const last = decisive.reduce<Change | null>(
    (a, b) => (a === null || sinceFault(b).highNs > sinceFault(a).highNs ? b : a),
    null,
  )
  const isOwn = dark.every(({ from }) => from !== null)
  const reasons = distinctReasons(told.map(({ because }) => because))
  const seen = all.filter(({ highNs }) => highNs > 0)
  return {
    dark: { fromNs: Math.min(...seen.map(({ fromNs }) => fromNs)), toNs: Math.max(...seen.map(({ toNs }) => toNs)) },
    because: becauseOf(reasons, isOwn, isNever),
    source: unique(told.map(({ source }) => source)).join('; '),
    detection: last?.detection ?? null,
    phases: distinct(told.map(({ phase }) => phase)),
  }
}

function becauseOf(reasons: readonly Reason[], isOwn: boolean, isNever: boolean): Reason {
  if (isNever && isOwn) return reason('works-at-first')`works at first, and then never: ${{ reasons }}`
  if (isNever) return reason('never')`never: ${{ reasons }}`
  if (isOwn) return reason('self-inflicted')`self-inflicted: ${{ reasons }}`
  return joinedReasons(reasons)
}

/** Of all streams, each with an outage of its own. */
function worstOf(each: readonly ExpectedOutage[]): ExpectedOutage {
  const [first, ...others] = each
  if (first === undefined) return never([], 0)
  return others.reduce((a, b) => (isWorse(b, a) ? joined(b, a) : joined(a, b)), first)
}

const isWorse = (a: ExpectedOutage, b: ExpectedOutage): boolean =>
  a.highNs === b.highNs ? a.lowNs > b.lowNs : a.highNs === null || (b.highNs !== null && a.highNs > b.highNs)

/** The worse one, with what may be as bad or worse of the other one. */
function joined(worse: ExpectedOutage, other: ExpectedOutage): ExpectedOutage {
  const [top, otherTop] = [worse, other].map(({ highNs, unhealedNs }) =>
    unhealedNs === undefined ? highNs : unhealedNs,
  )
  const unhealedNs = top == null || otherTop == null ? null : Math.max(top, otherTop)
  // A stream that is still dark at the healing counts before one that had a longer outage.
  const mayStay = worse.highNs !== null && unhealedNs !== worse.highNs
  const lowNs = mayStay ? Math.min(worse.lowNs, other.lowNs) : Math.max(worse.lowNs, other.lowNs)
  const isAsBad = other.highNs === worse.highNs && other.lowNs === worse.lowNs
  const both = isAsBad ? [worse, other] : [worse]
  return {
    ...worse,
    lowNs: worse.highNs === null && other.highNs !== null ? worse.lowNs : lowNs,
    ...(unhealedNs === worse.highNs ? {} : { unhealedNs }),
    ...(worse.dark === undefined || other.dark === undefined
      ? {}
      : {
          dark: {
            fromNs: Math.min(worse.dark.fromNs, other.dark.fromNs),
            toNs: Math.max(worse.dark.toNs, other.dark.toNs),
          },
        }),
    because: joinedReasons(both.map(({ because }) => because)),
    source: unique(both.map(({ source }) => source)).join('; '),
    phases: distinct([...worse.phases, ...other.phases]),
  }
}

/**
 * The healing ends what the timers would let go on, and what begins so late that no packet, one each `stepNs`, shows before the
 * healing that it is over.
 */
export function withinHold(outage: ExpectedOutage, holdNs: Ns, stepNs: Ns = 0): ExpectedOutage {
  const { lowNs, highNs, unhealedNs = highNs, dark } = outage
  if (highNs === null) return outage
  if (highNs <= holdNs && lowNs < holdNs) {
    const isOver = dark === undefined || dark.fromNs === 0 || dark.toNs + stepNs <= holdNs
    return isOver ? outage : { ...outage, unhealedNs }
  }
  return { ...outage, lowNs: Math.min(lowNs, holdNs), highNs: lowNs < holdNs ? holdNs : null, unhealedNs }
}

/** `changes`: reactions that do not bring it back, such as those of a bond whose other leg leads nowhere. */
function never(blocked: readonly Blocked[], holdNs: Ns, changes: readonly Change[] = []): ExpectedOutage {
  const inVain = distinctReasons(changes.flatMap(causes).map(({ because }) => because))
  return {
    lowNs: holdNs,
    highNs: null,
    because: reason(
      'never',
    )`never: ${{ reasons: blocked.length === 0 ? [inVainReason(inVain)] : distinctReasons(blocked.map(({ because }) => because)) }}`,
    source: blocked.length === 0 ? 'the topology' : unique(blocked.map(({ source }) => source)).join('; '),
    detection: null,
    phases: [],
  }
}

function inVainReason(all: readonly Reason[]): Reason {
  if (all.length === 0) return reason('nothing-reacts')`nothing on its path reacts to this fault`
  const reasons = all.slice(0, SHOWN)
  return all.length > SHOWN
    ? reason('reacts-in-vain')`no reaction brings it back (${{ reasons }}; and ${{ more: all.length - SHOWN }} more)`
    : reason('reacts-in-vain')`no reaction brings it back (${{ reasons }})`
}

/** Each timer once, the longest period first: it decides most of where the outage falls. */
export const distinct = (phases: readonly (Phase | null)[]): readonly Phase[] => [
  ...new Map(
    phases
      .filter((phase) => phase !== null)
      .toSorted((a, b) => b.periodNs - a.periodNs)
      .map((phase) => [phase.because, phase]),
  ).values(),
]

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)]
