import { seededRandom, seedFor } from '../../src/model/random.ts'

/** Random choices from one number. A part of a lab has dice of its own, so that a change in one part leaves the others as they were. */
export class Dice {
  readonly #seed: number
  readonly #next: () => number

  constructor(seed: number) {
    this.#seed = seed
    this.#next = seededRandom(seed)
  }

  for(part: string): Dice {
    return new Dice(seedFor(this.#seed, part))
  }

  chance(probability: number): boolean {
    return this.#next() < probability
  }

  /** Both ends included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.#next() * (max - min + 1))
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#next() * items.length)]
    if (item === undefined) throw new Error('there is nothing to pick from')
    return item
  }

  /** `[[3, 'often'], [1, 'rarely']]` */
  weighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item {
    const total = items.reduce((sum, [weight]) => sum + weight, 0)
    let left = this.#next() * total
    for (const [weight, item] of items) {
      left -= weight
      if (left < 0) return item
    }
    throw new Error('there is nothing to pick from')
  }

  /** `count` different ones, in random order. */
  some<Item>(items: readonly Item[], count: number): readonly Item[] {
    const left = [...items]
    return Array.from({ length: Math.min(count, items.length) }, () =>
      left.splice(Math.floor(this.#next() * left.length), 1),
    ).flat()
  }

  /** The record, or nothing: `{ ...dice.maybe(0.2, () => ({ size: '1472B' })) }`. */
  maybe<Part extends object>(probability: number, part: () => Part): Part | Record<string, never> {
    return this.chance(probability) ? part() : {}
  }

  /** Evenly in the logarithm, both ends included: as many values below a second as above a minute. */
  log(min: number, max: number): number {
    return Math.min(max, Math.max(min, Math.round(Math.exp(Math.log(min) + this.#next() * Math.log(max / min)))))
  }

  /** A usual value half the time, else any of the range, and now and then an end of it or what lies beside. */
  odd(min: number, max: number, usual: readonly number[]): number {
    if (this.chance(0.5)) return this.pick(usual)
    if (this.chance(0.7)) return this.log(min, max)
    return this.pick([min, Math.min(max, min + 1), Math.max(min, max - 1), max])
  }
}
