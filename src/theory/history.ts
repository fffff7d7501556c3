import type { Ns } from '../model/time.ts'
import { causes, type Change, type Span } from './change.ts'

/** One order in which changes may come before the healing. */
export interface History {
  /** Those that come before the healing, in this order. */
  readonly order: readonly Change[]
  /** What lies between two of its instants; null: at the front the fault, at the back the healing. */
  between(from: Change | null, to: Change | null): Span
}

/**
 * Every order that the timers allow, of changes that come before the healing; the others come after it.
 * Spans between instants are exact: a simple temporal network, whose shortest paths are its bounds.
 */
export function historiesOf(changes: readonly Change[], healedNs: Ns): readonly History[] {
  const found: History[] = []
  const extend = (order: readonly Change[]): void => {
    const later = changes.filter((change) => !order.includes(change))
    const times = Times.of(changes, order, later, healedNs)
    if (times !== null) found.push({ order, between: (from, to) => times.between(from, to) })
    for (const next of later) {
      if (causes(next).some((cause) => cause !== next && later.includes(cause))) continue
      // A beginning that cannot be is the beginning of nothing.
      if (Times.of(changes, [...order, next], [], healedNs) !== null) extend([...order, next])
    }
  }
  extend([])
  return found
}

const FAULT = 0
const HEALING = 1

/** Longest times from one instant to another: row and column 0 are the fault, 1 the healing, then one a change. */
class Times {
  readonly #nodes: readonly Change[]
  readonly #longest: number[][]

  private constructor(nodes: readonly Change[], healedNs: Ns) {
    this.#nodes = nodes
    const size = nodes.length + 2
    this.#longest = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (__, column) => (row === column ? 0 : Number.POSITIVE_INFINITY)),
    )
    this.#bound(FAULT, HEALING, { lowNs: healedNs, highNs: healedNs })
    for (const change of nodes) this.#bound(this.#at(change.after, FAULT), this.#at(change, FAULT), change)
  }

  /** Null: it cannot have been so. */
  static of(
    changes: readonly Change[],
    order: readonly Change[],
    later: readonly Change[],
    healedNs: Ns,
  ): Times | null {
    const times = new Times(withCauses(changes), healedNs)
    const places = order.map((change) => times.#at(change, FAULT))
    places.forEach((place, index) => {
      times.#follows(places[index - 1] ?? FAULT, place)
      times.#follows(place, HEALING)
    })
    for (const change of later) times.#follows(HEALING, times.#at(change, FAULT))
    return times.#close() ? times : null
  }

  between(from: Change | null, to: Change | null): Span {
    const [a, b] = [this.#at(from, FAULT), this.#at(to, HEALING)]
    return { lowNs: Math.max(0, -this.#get(b, a)), highNs: this.#get(a, b) }
  }

  #at(change: Change | null, none: number): number {
    return change === null ? none : this.#nodes.indexOf(change) + 2
  }

  #get(row: number, column: number): number {
    return this.#longest[row]?.[column] ?? Number.POSITIVE_INFINITY
  }

  #set(row: number, column: number, value: number): void {
    const values = this.#longest[row]
    if (values !== undefined && value < (values[column] ?? Number.POSITIVE_INFINITY)) values[column] = value
  }

  #bound(from: number, to: number, { lowNs, highNs }: Span): void {
    this.#set(from, to, highNs)
    this.#set(to, from, -lowNs)
  }

  #follows(first: number, second: number): void {
    this.#set(second, first, 0)
  }

  /** Floyd and Warshall; false: a circle of bounds that contradict each other. */
  #close(): boolean {
    const all = this.#longest.map((_, index) => index)
    for (const via of all)
      for (const row of all)
        for (const column of all) this.#set(row, column, this.#get(row, via) + this.#get(via, column))
    return all.every((index) => this.#get(index, index) >= 0)
  }
}

/** With what they count from, each once. */
function withCauses(changes: readonly Change[]): readonly Change[] {
  const all = new Set<Change>()
  for (let queue = [...changes]; queue.length > 0;) {
    const change = queue.pop()
    if (change === undefined || all.has(change)) continue
    all.add(change)
    if (change.after !== null) queue.push(change.after)
  }
  return [...all]
}
