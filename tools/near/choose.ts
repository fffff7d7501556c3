import { basename } from 'node:path'
import { COMMAND, type Graph } from './graph.ts'

export interface Candidate {
  readonly test: string
  /** Imports between the test and the nearest file that has changed; 0: the test itself has. */
  readonly away: number
  /** Of one core. */
  readonly seconds: number
}

export interface Choice {
  readonly run: readonly Candidate[]
  /** What is concerned too, but too far away or too long. */
  readonly left: readonly Candidate[]
}

export interface Bounds {
  readonly seconds: number
  readonly guests: number
}

/**
 * The tests that reach a changed file by imports: those of its name first (`theory/vrrp.test.ts` of `theory/vrrp.ts`), then the nearest,
 * and of those equally near the shortest; as many as fit. Of guests only those that import it themselves or in what they run inside: the others run the whole command, so everything concerns them.
 */
export function choose(
  tests: readonly string[],
  graph: Graph,
  changed: ReadonlySet<string>,
  secondsOf: (test: string) => number,
  bounds: Bounds,
): Choice {
  const names = new Set([...changed].map(stem))
  const order = ({ test, away }: Candidate): number => (away === 0 ? 0 : names.has(stem(test)) ? 1 : 2)
  const candidates = tests
    .flatMap((test): Candidate[] => {
      const away = distance(test, graph, changed)
      return away === null ? [] : [{ test, away, seconds: secondsOf(test) }]
    })
    .toSorted((a, b) => order(a) - order(b) || a.away - b.away || a.seconds - b.seconds)
  const run: Candidate[] = []
  for (const candidate of candidates) {
    const isOneTooMany = isGuest(candidate.test) && run.filter(({ test }) => isGuest(test)).length >= bounds.guests
    if (!isOneTooMany && sum([...run, candidate]) <= bounds.seconds) run.push(candidate)
  }
  return { run, left: candidates.filter((candidate) => !run.includes(candidate)) }
}

export const sum = (candidates: readonly Candidate[]): number =>
  candidates.reduce((total, { seconds }) => total + seconds, 0)

const stem = (path: string): string => basename(path).replace(/\..*/, '')

const isGuest = (test: string): boolean => test.endsWith('.guest.test.ts')

/** Level by level, so that the first changed file that is met is the nearest. */
function distance(test: string, graph: Graph, changed: ReadonlySet<string>): number | null {
  const seen = new Set(isGuest(test) ? [COMMAND] : [])
  let level = [test]
  for (let away = 0; level.length > 0; away++) {
    if (level.some((file) => changed.has(file))) return away
    for (const file of level) seen.add(file)
    level = [...new Set(level.flatMap((file) => graph.get(file) ?? []))].filter((file) => !seen.has(file))
  }
  return null
}
