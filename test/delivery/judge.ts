import type { Circling, Sent } from './matrix.ts'

/** What should become of frames from one station to another: all arrive, none, or some (a LAG decides which). */
export type Reach = 'all' | 'none' | 'some'
export type Expected = (from: string, to: string) => Reach

/** What is wrong with a delivery, in deliveries. */
export interface Judgement {
  readonly expected: number
  /** Did not arrive though they should. */
  readonly missing: number
  /** Arrived again, or though they should not. */
  readonly extra: number
  /** Came back to who sent them. */
  readonly returned: number
  /** Known unicast at somebody else's station. Who cannot be reached from everywhere is forgotten there, and what is for him is flooded. */
  readonly stray: number
  /** Known unicast that was also sent where it could only end: who should know its receiver did not, and flooded. */
  readonly flooded: number
  /** Cables that carried a frame more than once in one direction: a loop, if only for a moment. */
  readonly storms: readonly string[]
}

/** Each frame against what its sender may expect of each station. */
export function judge(sent: readonly Sent[], expected: Expected): Judgement {
  const sum = { expected: 0, missing: 0, extra: 0, returned: 0, stray: 0, flooded: 0 }
  for (const { from, to, arrived, crossed } of sent) {
    if (to !== null && expected(from, to) === 'all') sum.flooded += deadEnds(crossed, to)
    for (const [station, copies] of Object.entries(arrived)) {
      if (station === from) sum.returned += copies
      else if (to !== null && to !== station) sum.stray += expected(from, to) === 'all' ? copies : 0
      else {
        const reach = expected(from, station)
        sum.expected += reach === 'all' ? 1 : 0
        sum.missing += reach === 'all' && copies === 0 ? 1 : 0
        sum.extra += reach === 'none' ? copies : Math.max(0, copies - 1)
      }
    }
  }
  const storms = sent.flatMap(({ kind, from, flow, repeated }) =>
    repeated.map((cable) => `${kind} from ${from}, flow ${String(flow)}: ${cable} times`),
  )
  return { ...sum, storms }
}

/** Nodes that a frame came to and did not leave, but for the one that it was for: a station is one of its node's devices. */
const deadEnds = (crossed: Sent['crossed'], to: string): number =>
  crossed.filter(([, at]) => at !== to.split(':')[0] && !crossed.some(([from]) => from === at)).length

/** The way of each frame of known unicast, where it went: what its switches have learned shows in it. */
export const waysOf = (sent: readonly Sent[]): readonly string[] =>
  sent
    .filter(({ kind }) => kind === 'known')
    .map(
      ({ from, to, flow, crossed }) =>
        `${from} to ${String(to)}, flow ${String(flow)}: ${crossed.map((way) => way.join('>')).join(' ')}`,
    )

/** `384 missing`: of all figures those that are not 0, or `clean`. */
export function judgementText({ missing, extra, returned, stray, flooded, storms }: Judgement): string {
  const figures = Object.entries({ missing, extra, returned, stray, flooded, storms: storms.length })
  return (
    figures
      .filter(([, value]) => value > 0)
      .map(([name, value]) => `${String(value)} ${name}`)
      .join(', ') || 'clean'
  )
}

/** Broadcasts while a network changes: nothing goes round, and nothing comes where it never may; `clean`, or the first that did. */
export function judgeCircling(all: readonly Circling[], healthy: Expected): string {
  for (const { sentNs, from, crossed, arrived } of all) {
    const wrong = Object.entries(arrived).filter(
      ([station, copies]) => copies > 1 || station === from || healthy(from, station) === 'none',
    )
    if (crossed > 1 || wrong.length > 0)
      return `${from} after ${String(sentNs / 1e6)} ms: crossed ${String(crossed)}, ${JSON.stringify(wrong)}`
  }
  return 'clean'
}
