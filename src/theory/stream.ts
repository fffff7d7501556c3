import type { Ns } from '../model/time.ts'
import { causes, type Change, type Span } from './change.ts'
import type { History } from './history.ts'
import { arrives, type Way } from './path.ts'
import type { World } from './world.ts'

/** Of more changes than these, each with the power to break or restore a stream, there are too many orders. */
export const MOST_CHANGES = 6

/** Whether the packets of one stream arrive, as the protocols react. */
export class Stream {
  readonly #broken: World
  readonly #way: Way
  readonly #known = new Map<string, boolean>()
  readonly #numbers = new Map<Change, number>()

  constructor(broken: World, way: Way) {
    this.#broken = broken
    this.#way = way
  }

  /** After these, in this order: who has announced a virtual address last holds it. */
  works(changes: readonly Change[]): boolean {
    const key = changes.map((change) => this.#number(change)).join()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const answer = arrives(this.#broken.after(...changes.map(({ reaction }) => reaction)), this.#way)
    this.#known.set(key, answer)
    return answer
  }

  /**
   * The changes that make a difference: at once, beside all of them, to what one of them brings about, and beside any of those
   * that were found before. Where more than `MOST_CHANGES` are found, there may be others.
   */
  relevant(changes: readonly Change[]): readonly Change[] {
    const found = new Set<Change>()
    const among = (some: Iterable<Change>): readonly Change[] => {
      const set = new Set(some)
      return changes.filter((change) => set.has(change))
    }
    const isIn = (some: readonly Change[], change: Change): boolean =>
      this.works(among(some).filter((one) => one !== change)) !== this.works(among([...some, change]))
    const look = (some: readonly Change[]): void => {
      for (const change of changes) {
        const causing = causes(change).slice(0, -1)
        if (found.has(change) || !(isIn(some, change) || isIn([...some, ...causing], change))) continue
        found.add(change)
        look(causes(change))
      }
    }
    look([])
    look(changes)
    for (let size = -1; size !== found.size && found.size <= MOST_CHANGES;) {
      size = found.size
      for (const some of subsets([...found])) {
        look(some)
        const together = this.#turns(among(some), changes, found)
        if (together !== null) found.add(together)
      }
    }
    return among(found)
  }

  /** Of those that were not found, one after another: the one that makes a difference though none does alone; null: they make none. */
  #turns(some: readonly Change[], changes: readonly Change[], found: ReadonlySet<Change>): Change | null {
    const works = this.works(some)
    const others = changes.filter((change) => !found.has(change))
    const turns = (last: number): boolean => {
      const few = others.slice(0, last + 1)
      return this.works(changes.filter((one) => some.includes(one) || few.includes(one))) !== works
    }
    return turns(others.length - 1) ? (others.find((_, index) => turns(index)) ?? null) : null
  }

  #number(change: Change): number {
    const known = this.#numbers.get(change) ?? this.#numbers.size
    this.#numbers.set(change, known)
    return known
  }
}

/** Nothing arrives. */
export interface Dark extends Span {
  /** null: since the fault. */
  readonly from: Change | null
  /** null: until the healing. */
  readonly to: Change | null
  /** Since the fault: the earliest beginning, and the latest end. */
  readonly fromNs: Ns
  readonly toNs: Ns
  /** The changes without which it would have gone on. */
  readonly ends: readonly Change[]
}

/** One history, as a stream meets it; the span is that of its longest darkness, or of the one that the healing ends. */
export interface StreamHistory extends Span {
  readonly dark: readonly Dark[]
  /** Nothing arrives when the fault is healed. */
  readonly isOpen: boolean
}

export function tell(history: History, stream: Stream): StreamHistory {
  const { order } = history
  const dark: Dark[] = []
  for (let count = 0; count <= order.length; count += 1) {
    const last = dark.at(-1)
    const isDark = last !== undefined && last.to === null
    const before = order.slice(0, count)
    const change = before.at(-1) ?? null
    if (stream.works(before) !== isDark) continue
    const sinceNs = (one: Change | null): Ns => (one === null ? 0 : history.between(null, one).lowNs)
    if (!isDark) {
      const toNs = history.between(null, null).highNs
      dark.push({ from: change, to: null, ends: [], fromNs: sinceNs(change), toNs, ...history.between(change, null) })
    } else {
      const since = last.from === null ? 0 : before.indexOf(last.from) + 1
      const ends = before
        .slice(since)
        .filter((one) => one === change || !stream.works(before.filter((other) => other !== one)))
      const toNs = history.between(null, change).highNs
      dark[dark.length - 1] = { ...last, to: change, ends, toNs, ...history.between(last.from, change) }
    }
  }
  const open = dark.at(-1)
  const isOpen = open !== undefined && open.to === null
  return {
    dark,
    isOpen,
    lowNs: isOpen ? open.lowNs : longestOf(dark.map(({ lowNs }) => lowNs)),
    highNs: longestOf(dark.map(({ highNs }) => highNs)),
  }
}

const longestOf = (lengths: readonly Ns[]): Ns => Math.max(0, ...lengths)

/** All of them, the smallest first. */
const subsets = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  all.reduce<readonly (readonly T[])[]>((some, one) => [...some, ...some.map((few) => [...few, one])], [[]])
