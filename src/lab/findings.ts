import type { Place } from '../words/locate.ts'
import { remedyFor } from '../words/nearest.ts'
import type { Problem } from '../model/problem.ts'
import { shown } from '../words/shown.ts'
import { parseDuration } from '../model/time.ts'
import type { Ns } from '../model/time.ts'

/** What a lab said, before anything of it is known to be right. */
export type Said = Readonly<Record<string, unknown>>

export const isSaid = (value: unknown): value is Said =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Collects what is wrong with one record of a lab and those in it, all of it.
 * Readers give a harmless value where they complain: it is never used.
 */
export class Findings {
  readonly problems: Problem[]
  private readonly of: string
  private readonly place: Place
  private readonly path: readonly string[]

  /** `of` is what people call the record: `a flow`, `experiment "r1 loses its LAN cable"`. */
  constructor(of: string, place: Place, path: readonly string[] = [], problems: Problem[] = []) {
    this.of = of
    this.place = place
    this.path = path
    this.problems = problems
  }

  /** For a record inside this one; what it finds is found here. */
  below(of: string, ...keys: readonly string[]): Findings {
    return new Findings(of, this.place, [...this.path, ...keys], this.problems)
  }

  /** The place of a record in this one, or of this one. */
  where(...keys: readonly string[]): string | undefined {
    return this.place([...this.path, ...keys])
  }

  /** At the place of `key` where the problem has no place of its own. */
  add(problem: Problem, ...keys: readonly string[]): void {
    const where = problem.where ?? this.where(...keys)
    this.problems.push({ ...problem, ...(where === undefined ? {} : { where }) })
  }

  /** Complains of every key that is not `allowed`. */
  keys(said: Said, allowed: readonly string[]): void {
    for (const key of Object.keys(said).filter((one) => !allowed.includes(one))) {
      this.add({ code: 'unknown-key', what: `${this.of} has no '${key}'`, ...remedyFor(key, allowed) }, key)
    }
  }

  /** A duration above zero, in nanoseconds. */
  duration(said: Said, key: string, fallback?: string): Ns {
    const value = given(said, key, fallback)
    const ns = typeof value === 'string' ? parseDuration(value) : null
    if (ns !== null && ns > 0) return ns
    return this.refuse(
      said,
      key,
      'bad-duration',
      { allowed: "a time above zero and up to 2500h, such as '200ms', '10s', '2min'" },
      1,
    )
  }

  /** A whole number from `low` to `high`. */
  count(said: Said, key: string, low: number, high: number, fallback?: number): number {
    const value = given(said, key, fallback)
    if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value
    return this.refuse(said, key, 'bad-count', { allowed: `a whole number from ${low} to ${high}` }, low)
  }

  /** A decimal number from `low` to `high` with its unit behind it, such as `'100pps'`; of bytes a whole one. */
  quantity(said: Said, key: string, unit: 'pps' | 'kbit' | 'B', low: number, high: number, fallback: string): number {
    const value = given(said, key, fallback)
    const digits = unit === 'B' ? String.raw`\d+` : String.raw`\d+(?:\.\d+)?`
    const match = typeof value === 'string' ? new RegExp(`^\\s*(${digits})\\s*${unit}\\s*$`).exec(value) : null
    const number = Number(match?.[1])
    if (number >= low && number <= high) return number
    const allowed = `${unit === 'B' ? 'whole bytes' : 'a number and its unit'}, from '${low}${unit}' to '${high}${unit}'`
    return this.refuse(said, key, 'bad-quantity', { allowed }, low)
  }

  choice<T extends string>(said: Said, key: string, allowed: readonly T[], fallback: T): T {
    const value = given(said, key, fallback)
    const found = allowed.find((one) => one === value)
    const remedy = remedyFor(typeof value === 'string' ? value : '', allowed)
    return found ?? this.refuse(said, key, 'bad-choice', remedy, fallback)
  }

  yesOrNo(said: Said, key: string): boolean {
    const value = given(said, key, false)
    return typeof value === 'boolean' ? value : this.refuse(said, key, 'bad-choice', { allowed: 'true, false' }, false)
  }

  private refuse<T>(said: Said, key: string, code: string, remedy: Pick<Problem, 'allowed' | 'next'>, instead: T): T {
    const what = `${key} of ${this.of} is ${shown(said[key])}`
    this.add({ code, what, ...remedy }, ...(said[key] === undefined ? [] : [key]))
    return instead
  }
}

/** `null` was given, too: only what is absent has a default. */
const given = (said: Said, key: string, fallback: unknown): unknown => (said[key] === undefined ? fallback : said[key])
