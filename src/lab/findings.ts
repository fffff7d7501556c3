import { nearest } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'
import { parseDuration } from '../model/time.ts'
import type { Ns } from '../model/time.ts'

/** What a lab said, before anything of it is known to be right. */
export type Said = Readonly<Record<string, unknown>>

export const isSaid = (value: unknown): value is Said =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Collects what is wrong with one call of a lab, all of it; readers give a harmless value where they complain. */
export class Findings {
  readonly problems: Problem[] = []
  private readonly where: string | undefined

  constructor(where: string | undefined) {
    this.where = where
  }

  add(problem: Problem): void {
    this.problems.push({ ...(this.where === undefined ? {} : { where: this.where }), ...problem })
  }

  /** Complains of every key that is not `allowed`. */
  keys(said: Said, allowed: readonly string[], of: string): void {
    for (const key of Object.keys(said).filter((one) => !allowed.includes(one))) {
      this.add({ code: 'unknown-key', what: `${of} has no ${JSON.stringify(key)}`, allowed: didYouMean(key, allowed) })
    }
  }

  /** A duration above zero, in nanoseconds. */
  duration(value: unknown, what: string, fallback?: string): Ns {
    const text = value ?? fallback
    const ns = typeof text === 'string' ? parseDuration(text) : null
    if (ns === null)
      this.add({
        code: 'bad-duration',
        what: `${what} is ${shown(text)}`,
        allowed: "a time such as '200ms', '10s', '2min'",
      })
    else if (ns === 0) this.add({ code: 'bad-duration', what: `${what} is zero`, allowed: 'a time above zero' })
    return ns ?? 0
  }

  /** A whole number from `low` to `high`. */
  count(value: unknown, what: string, low: number, high: number): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value
    this.add({
      code: 'bad-count',
      what: `${what} is ${shown(value)}`,
      allowed: `a whole number from ${low} to ${high}`,
    })
    return low
  }

  /** A number above zero with its unit behind it: `'100pps'`. */
  quantity(value: unknown, unit: string, what: string, high: number): number {
    const match = typeof value === 'string' ? new RegExp(`^(\\d+(?:\\.\\d+)?)\\s*${unit}$`).exec(value.trim()) : null
    const number = Number(match?.[1] ?? 0)
    if (number > 0 && number <= high) return number
    this.add({
      code: 'bad-quantity',
      what: `${what} is ${shown(value)}`,
      allowed: `above zero and at most ${high}${unit}, written '${high}${unit}'`,
    })
    return high
  }

  choice<T extends string>(value: unknown, allowed: readonly T[], what: string, fallback: T): T {
    const found = allowed.find((one) => one === (value ?? fallback))
    if (found !== undefined) return found
    this.add({ code: 'bad-choice', what: `${what} is ${shown(value)}`, allowed: didYouMean(String(value), allowed) })
    return fallback
  }

  yesOrNo(value: unknown, what: string): boolean {
    if (value !== undefined && typeof value !== 'boolean')
      this.add({ code: 'bad-choice', what: `${what} is ${shown(value)}`, allowed: 'true, false' })
    return value === true
  }
}

/** `hold, recover, trials (did you mean hold?)`. */
export function didYouMean(name: string, allowed: readonly string[]): string {
  const close = nearest(name, allowed)
  return `${allowed.join(', ')}${close === undefined ? '' : ` (did you mean ${close}?)`}`
}

export function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  return typeof value === 'string'
    ? JSON.stringify(value)
    : typeof value === 'number' || typeof value === 'boolean' || value === null
      ? String(value)
      : `a ${typeof value}`
}
