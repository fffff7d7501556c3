import { median } from '../src/model/quantile.ts'

/** One line of the table. */
export interface Row {
  readonly what: string
  /** `x`: laboratory seconds per wall second; `starts`: bare starts of Node, each measured beside its repeat. */
  readonly unit: 'x' | 's' | 'starts'
  readonly aim: { readonly atLeast: number } | { readonly atMost: number }
  readonly values: readonly number[]
  /** Share of the CPUs that others used just before each repeat, or meanwhile. */
  readonly othersShare: readonly number[]
  /** System calls and faults of one trial's programs, where it is trials that are measured and the kernel counts. */
  readonly events?: number
  /** What the figure means. */
  readonly note?: string
  /** What holds it up, said where the aim is missed. */
  readonly heldUpBy?: string
}

/** The median over the aim: 1 is just met; above it is better for what shall be large, worse for what shall be small. */
export function ratio({ aim, values }: Row): number {
  return median(values) / ('atLeast' in aim ? aim.atLeast : aim.atMost)
}

export const met = (row: Row): boolean => ('atLeast' in row.aim ? ratio(row) >= 1 : ratio(row) <= 1)

/** The median in bare starts of Node, which are this machine's pace: how many it takes, or laboratory seconds in the time of one. */
export function inStarts({ unit, values }: Row, startMs: number): number {
  const value = median(values)
  return unit === 'starts' ? value : unit === 'x' ? (value * startMs) / 1000 : (value * 1000) / startMs
}
