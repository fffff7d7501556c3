import { median } from '../src/model/quantile.ts'

/** One line of the table. */
export interface Row {
  readonly what: string
  /** `x`: laboratory seconds per wall second. */
  readonly unit: 'x' | 's' | 'ms'
  readonly aim: { readonly atLeast: number } | { readonly atMost: number }
  readonly values: readonly number[]
  /** Share of the CPUs that others used just before each repeat, or meanwhile. */
  readonly othersShare: readonly number[]
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
