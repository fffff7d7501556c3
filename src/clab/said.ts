import type { Problem } from '../model/problem.ts'
import { didYouMean } from '../words/nearest.ts'

const LONGEST = 60

/** Words of a file that nobody should trust, no longer than a line. */
export const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

/** A value of a file in a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value))
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  return value === undefined ? 'missing' : Array.isArray(value) ? 'a list' : 'a mapping'
}

const MOST_NAMED = 20

/** What would have been allowed, and the nearest of it. */
export function meant(said: string, allowed: readonly string[]): Pick<Problem, 'allowed' | 'next'> {
  const list =
    allowed.length > MOST_NAMED ? `one of the ${String(allowed.length)} that containerlab has` : allowed.join(', ')
  return { allowed: list, ...didYouMean(cut(said), allowed) }
}
