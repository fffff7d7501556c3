import type { Problem } from '../model/problem.ts'

/** A list of more names is cut to its first. */
const MOST_NAMED = 40
const NAMED_OF_MORE = 10
/** Of a name that is longer than any of ours so much is compared. */
const MOST_COMPARED = 100

interface Wording {
  /** The next step where no name is near. Default: none. */
  readonly otherwise?: string
  /** How the name that is suggested is written. Default: as it is. */
  readonly as?: (name: string) => string
}

/** Names that are allowed where `name` is unknown, and as the next step the one that was most likely meant. */
export function remedyFor(
  name: string,
  allowed: readonly string[],
  wording: Wording = {},
): Pick<Problem, 'allowed' | 'next'> {
  return { allowed: listOf(allowed), ...didYouMean(name, allowed, wording) }
}

function listOf(names: readonly string[]): string {
  if (names.length <= MOST_NAMED) return names.join(', ')
  return `${names.slice(0, NAMED_OF_MORE).join(', ')}, and ${String(names.length - NAMED_OF_MORE)} more`
}

/** The next step alone, where what is allowed is said in other words. */
export function didYouMean(
  name: string,
  known: readonly string[],
  { otherwise, as = (guess) => guess }: Wording = {},
): Pick<Problem, 'next'> {
  const guess = nearest(name, known)
  if (guess !== undefined) return suggested(as(guess))
  return otherwise === undefined ? {} : { next: otherwise }
}

/** The next step that suggests this name. */
export const suggested = (guess: string): Pick<Problem, 'next'> => ({ next: `did you mean '${guess}'?` })

/**
 * The name that a user most likely meant: one that begins like it, or differs in a third of its letters at most. Of two letters one may
 * differ, a single one is near to nothing.
 */
function nearest(name: string, candidates: readonly string[]): string | undefined {
  const written = name.slice(0, MOST_COMPARED).toLowerCase()
  const longer = written.length > 1 ? candidates.find((one) => one.toLowerCase().startsWith(written)) : undefined
  if (longer !== undefined) return longer
  let best: string | undefined
  let bestDistance = Math.max(written.length > 1 ? 1 : 0, Math.round(written.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(written, candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Letters to replace, insert, delete or swap with the next (optimal string alignment): swapped ones are the commonest slip. */
function editDistance(a: string, b: string): number {
  let above: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwapped ? (above[j - 2] ?? 0) + 1 : Infinity
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitute, swap))
    }
    above = row
    row = next
  }
  return row[b.length] ?? 0
}
