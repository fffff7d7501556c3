import type { Bound } from './target.ts'
import { formatNs } from './time.ts'

/** What a bound and a figure are counted in: only like is compared with like. */
export type Unit = 'time' | 'share' | 'packets'

export const unitOf = (bound: Bound): Unit => ('limitNs' in bound ? 'time' : bound.unit)

/** Nanoseconds, a share of 1, or packets. */
export const limitOf = (bound: Bound): number => ('limitNs' in bound ? bound.limitNs : bound.limit)

export function quantityText(value: number, unit: Unit): string {
  if (unit === 'time') return formatNs(value)
  if (unit === 'share') return formatShare(value)
  return value === 1 ? '1 packet' : `${String(value)} packets`
}

/** `0.125 %`: three digits at most, for people. */
const formatShare = (share: number): string => `${String(Number((share * 100).toPrecision(3)))} %`

export const limitText = (bound: Bound): string => quantityText(limitOf(bound), unitOf(bound))

/** Which side of the bound a number lies on, taken as exact. */
export const isUnder = (value: number, bound: Bound): boolean =>
  bound.relation === '<' ? value < limitOf(bound) : value <= limitOf(bound)
