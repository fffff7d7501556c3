import type { Sent } from './matrix.ts'

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
  /** Cables that carried a frame more than once in one direction: a loop, if only for a moment. */
  readonly storms: readonly string[]
}

/** Each frame against what its sender may expect of each station. */
export function judge(sent: readonly Sent[], expected: Expected): Judgement {
  const sum = { expected: 0, missing: 0, extra: 0, returned: 0, stray: 0 }
  for (const { from, to, arrived } of sent) {
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

/** `384 missing`: of four figures those that are not 0, or `clean`. */
export function judgementText({ missing, extra, returned, stray, storms }: Judgement): string {
  const figures = Object.entries({ missing, extra, returned, stray, storms: storms.length })
  return (
    figures
      .filter(([, value]) => value > 0)
      .map(([name, value]) => `${String(value)} ${name}`)
      .join(', ') || 'clean'
  )
}
