import type { Problem } from '../model/problem.ts'

/** The next step where a name is unknown: the one of `known` that was most likely meant, if any is near. */
export const didYouMean = (name: string, known: readonly string[]): Pick<Problem, 'next'> =>
  suggested(nearest(name, known))

/** Names that are allowed, and of them the one that was most likely meant. */
export const remedyFor = (name: string, allowed: readonly string[]): Pick<Problem, 'allowed' | 'next'> => ({
  allowed: allowed.join(', '),
  ...didYouMean(name, allowed),
})

/** The next step that suggests this name; undefined: there is none. */
export const suggested = (guess: string | undefined): Pick<Problem, 'next'> =>
  guess === undefined ? {} : { next: `did you mean '${guess}'?` }

/** The name of `candidates` that a user most likely meant by `name`. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(name.length / 2))
  let best: string | undefined
  let bestDistance = limit + 1
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitute))
    }
    row = next
  }
  return row[b.length] ?? 0
}
