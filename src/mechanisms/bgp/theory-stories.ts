import { reason, type Reason } from '../../model/reason.ts'
import type { Losses, Notice } from './theory-losses.ts'
import type { RouteCourse, Speakers, Step } from './theory-paths.ts'

/** What follows from one loss, whenever it is noticed. */
export interface Story {
  readonly moves: readonly Move[]
}

/** A kernel has other gateways to a destination. */
export interface Move {
  /** The first step on the way there, and the last one. */
  readonly first: Step
  readonly last: Step
  /** In this order, each after its cause. */
  readonly inOrder: boolean
}

const HUNTING = reason(
  'bgp-hunts',
)`BGP hunts for paths: a router may try others, which are lost too, before it has its last one`
const TANGLED = reason(
  'bgp-loses-several',
)`BGP loses several neighbours at times of their own, and what it does about one depends on the other`
const FIRST_FLIGHT = reason('bgp-one-way')`updates of BGP may cross a link that carries packets one way only`
const ENDLESS = reason(
  'bgp-policies-after-loss',
)`the policies of BGP contradict each other once a neighbour is lost, and its updates never end`

/**
 * What each loss brings about, where that depends neither on how long each update takes nor on which loss is noticed first; a text
 * says why it does.
 */
export function storiesOf(
  speakers: Speakers,
  losses: Losses,
): readonly (Story & { readonly notice: Notice })[] | Reason {
  const { notices } = losses
  const alone: RouteCourse[] = []
  for (const notice of notices) {
    const course = courseOf(speakers, [notice], losses, false)
    if (course === null) return ENDLESS
    if (textOf(course.steps) !== textOf(courseOf(speakers, [notice], losses, true)?.steps ?? [])) return FIRST_FLIGHT
    alone.push(course)
  }
  if (isTangled(speakers, losses, alone)) return TANGLED
  const stories: (Story & { notice: Notice })[] = []
  for (const [at, notice] of notices.entries()) {
    const moves = movesOf(speakers, alone[at]?.steps ?? [])
    if (moves === null) return HUNTING
    stories.push({ notice, moves })
  }
  return stories
}

/** `first`: updates cross a link that is dead one way. */
function courseOf(
  speakers: Speakers,
  notices: readonly Notice[],
  { carries }: Losses,
  first: boolean,
): RouteCourse | null {
  return speakers.after(
    notices.flatMap(({ ends }) => ends),
    notices.flatMap(({ gone }) => gone),
    (from) => carries(from) ?? first,
  )
}

/** One loss alone, and with each other one, leads to the same choices, and no choice depends on two of them. */
function isTangled(speakers: Speakers, losses: Losses, alone: readonly RouteCourse[]): boolean {
  const { notices } = losses
  const touched = alone.map(({ steps }) => new Set(steps.map(keyOf)))
  const together = (some: readonly number[]): boolean => {
    const course = courseOf(
      speakers,
      some.flatMap((at) => notices[at] ?? []),
      losses,
      false,
    )
    const expected = new Map(some.flatMap((at) => [...lastOf(alone[at]?.steps ?? [])]))
    return course !== null && textOf([...lastOf(course.steps).values()]) === textOf([...expected.values()])
  }
  const all = notices.map((_, at) => at)
  const pairs = all.flatMap((a) => all.filter((b) => b > a).map((b) => [a, b] as const))
  return (
    pairs.some(([a, b]) => [...(touched[a] ?? [])].some((key) => touched[b]?.has(key)) || !together([a, b])) ||
    (all.length > 2 && !together(all))
  )
}

const keyOf = ({ node, to }: Step): string => `${node} ${to}`

const lastOf = (steps: readonly Step[]): ReadonlyMap<string, Step> => new Map(steps.map((step) => [keyOf(step), step]))

const textOf = (steps: readonly Step[]): string =>
  steps
    .map(({ node, to, vias }) => `${node} ${to} ${vias.join()}`)
    .sort()
    .join('\n')

/** Null: the order of updates that race each other decides what a router tries meanwhile. */
function movesOf(speakers: Speakers, steps: readonly Step[]): readonly Move[] | null {
  const byKey = new Map<string, Step[]>()
  for (const step of steps) byKey.set(keyOf(step), [...(byKey.get(keyOf(step)) ?? []), step])
  const moves: Move[] = []
  for (const own of byKey.values()) {
    const [first] = own
    const last = own.at(-1)
    if (first === undefined || last === undefined) continue
    const old = speakers.viasOf(first.node, first.to)
    const inOrder = own.every((step, at) => !races(step) && (at === 0 || follows(step, own[at - 1])))
    if (inOrder) moves.push(...own.flatMap((step, at) => move(step, at === 0 ? old : (own[at - 1]?.vias ?? []))))
    else if (shrinks([old, ...own.map(({ vias }) => vias)])) moves.push({ first, last, inOrder: false })
    else return null
  }
  return moves.sort((a, b) => a.first.round - b.first.round)
}

const move = (step: Step, old: readonly string[]): readonly Move[] =>
  old.join() === step.vias.join() ? [] : [{ first: step, last: step, inOrder: true }]

/** Somewhere on the way to it two updates came from two neighbours at about one time. */
const races = ({ causes }: Step): boolean => causes.length > 1 || causes.some(races)

const follows = (step: Step, earlier: Step | undefined): boolean =>
  step.causes.some((cause) => cause === earlier || follows(cause, earlier))

/** Gateways are lost, and none comes: in any order, what is used meanwhile was used before. */
const shrinks = (all: readonly (readonly string[])[]): boolean =>
  all.every((vias, at) => at === 0 || vias.every((via) => all[at - 1]?.includes(via)))
