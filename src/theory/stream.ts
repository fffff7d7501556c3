import type { Ns } from '../model/time.ts'
import { causes, type Change, type Span } from './change.ts'
import type { History } from './history.ts'
import { arrives, type Way } from './path.ts'
import type { World } from './world.ts'

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

  /** The changes that make a difference: at once, to what all of them bring about, or to what one of them breaks. */
  relevant(changes: readonly Change[]): readonly Change[] {
    const isIn = (some: readonly Change[], change: Change): boolean =>
      this.works(changes.filter((one) => one !== change && some.includes(one))) !==
      this.works(changes.filter((one) => one === change || some.includes(one)))
    const found = new Set<Change>()
    const contexts: (readonly Change[])[] = [[], changes]
    for (let some = contexts.shift(); some !== undefined; some = contexts.shift()) {
      for (const change of changes) {
        const causing = causes(change).slice(0, -1)
        if (found.has(change) || !(isIn(some, change) || isIn([...some, ...causing], change))) continue
        found.add(change)
        contexts.push(causes(change))
      }
    }
    return changes.filter((change) => found.has(change))
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
export interface Told extends Span {
  readonly dark: readonly Dark[]
  /** Nothing arrives when the fault is healed. */
  readonly isOpen: boolean
}

export function tell(history: History, stream: Stream): Told {
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
