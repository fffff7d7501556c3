import type { StateMatch } from '../model/handle.ts'
import type { Ns } from '../model/time.ts'
import type { Phase } from '../model/window.ts'
import { causes, sinceFault, type Blocked, type Change, type Reactions, type Span } from './change.ts'
import { arrives, type Way } from './path.ts'
import type { World } from './world.ts'

/** What a fault costs one direction of a flow. */
export interface Outage {
  readonly lowNs: Ns
  /** null: for good. */
  readonly highNs: Ns | null
  readonly because: string
  readonly source: string
  readonly detection: StateMatch | null
  readonly phase: Phase | null
}

const UNTOUCHED: Outage = {
  lowNs: 0,
  highNs: 0,
  because: 'its path does not cross what is broken',
  source: 'the topology',
  detection: null,
  phase: null,
}

/**
 * The outage between the fault and the changes that bring the packets back: each that cannot be left out, and the last of
 * them ends it. A reaction may also break what the fault had left alone, until another one mends it.
 */
export function outageOf(broken: World, way: Way, { changes, blocked }: Reactions, holdNs: Ns): Outage {
  const after = (some: readonly Change[]): boolean =>
    arrives(broken.after(...some.map(({ reaction }) => reaction)), way)
  if (!after(changes)) return takenDown(changes, after, holdNs) ?? never(blocked, holdNs)
  if (after([])) return selfInflicted(changes, after) ?? UNTOUCHED
  const needed = changes.filter((change) => !after(changes.filter((other) => other !== change)))
  return needed.length === 0
    ? never(blocked, holdNs)
    : ended(needed.map((change) => ({ change, ...sinceFault(change) })))
}

/** `change` ends the outage within this span of its beginning. */
interface End extends Span {
  readonly change: Change
}

function ended(ends: readonly End[], before: readonly Change[] = []): Outage {
  const last = ends.reduce((a, b) => (b.highNs > a.highNs ? b : a))
  const told = [...before, ...ends.flatMap(({ change }) => causes(change))]
  return {
    lowNs: Math.max(...ends.map(({ lowNs }) => lowNs)),
    highNs: last.highNs,
    because: unique(told.map(({ because }) => because)).join('; '),
    source: unique(told.map(({ source }) => source)).join('; '),
    detection: last.change.detection,
    phase: longest(told.map(({ phase }) => phase)),
  }
}

/** The reaction that broke what worked, and the one that mended it. */
function selfInflicted(changes: readonly Change[], after: (some: readonly Change[]) => boolean): Outage | null {
  for (const breaks of changes) {
    if (after(causes(breaks))) continue
    const mends = changes.find((other) => other !== breaks && after([...causes(breaks), ...causes(other)]))
    if (mends === undefined) continue
    const outage = ended([{ change: mends, ...between(breaks, mends) }], causes(breaks))
    return { ...outage, because: `self-inflicted: ${outage.because}` }
  }
  return null
}

/** From one change to another; nothing where the other may come first. */
function between(one: Change, other: Change): Span {
  const chain = causes(other)
  const since = chain.slice(chain.indexOf(one) + 1)
  if (since.length < chain.length) {
    return { lowNs: sum(since.map(({ lowNs }) => lowNs)), highNs: sum(since.map(({ highNs }) => highNs)) }
  }
  const [from, to] = [sinceFault(one), sinceFault(other)]
  return { lowNs: Math.max(0, to.lowNs - from.highNs), highNs: Math.max(0, to.highNs - from.lowNs) }
}

/** A bond that gave up its carrier is why nothing comes back, and since when; null: it is not. */
function takenDown(changes: readonly Change[], after: (some: readonly Change[]) => boolean, holdNs: Ns): Outage | null {
  const downs = changes.filter(({ reaction }) => reaction.react === 'bond-down')
  const [first] = downs
  if (first === undefined || !after(changes.filter((change) => !downs.includes(change)))) return null
  const { because, source, detection, phase } = ended(downs.map((change) => ({ change, ...sinceFault(change) })))
  const sinceNs = Math.max(...downs.map((change) => sinceFault(change).highNs))
  return { lowNs: Math.max(0, holdNs - sinceNs), highNs: null, because: `never: ${because}`, source, detection, phase }
}

function never(blocked: readonly Blocked[], holdNs: Ns): Outage {
  return {
    lowNs: holdNs,
    highNs: null,
    because: `never: ${blocked.length === 0 ? 'nothing on its path reacts to this fault' : unique(blocked.map(({ because }) => because)).join('; ')}`,
    source: blocked.length === 0 ? 'the topology' : unique(blocked.map(({ source }) => source)).join('; '),
    detection: null,
    phase: null,
  }
}

/** The timer with the longest period decides most of where the outage falls. */
export const longest = (phases: readonly (Phase | null)[]): Phase | null =>
  phases.reduce((a, b) => ((b?.periodNs ?? 0) > (a?.periodNs ?? 0) ? b : a), null)

const sum = (spans: readonly Ns[]): Ns => spans.reduce((all, one) => all + one, 0)

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)]
