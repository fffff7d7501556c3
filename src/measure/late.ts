import type { Outage } from '../model/measure.ts'

/** Of the outage that impaired the most packets most have arrived, too late. */
export function isLate(outages: readonly Pick<Outage, 'lost' | 'overdue'>[]): boolean {
  const worst = outages.reduce<Pick<Outage, 'lost' | 'overdue'> | undefined>(
    (a, b) => (a === undefined || b.lost + b.overdue > a.lost + a.overdue ? b : a),
    undefined,
  )
  return worst !== undefined && worst.overdue > worst.lost
}
