import type { Operation } from '../model/operation.ts'

/**
 * One run of bonding's work item at HZ 100. Bonds that come up at one instant have timers that stay in step for ever;
 * what lies between two real ones is anything, and so it shall be here, from the trial's seed.
 */
export const STAGGER_NS = 110e6

/** The operations in pieces, each but the last ending where a bond comes up. */
export function inTurn(operations: readonly Operation[]): readonly Operation[][] {
  const pieces: Operation[][] = [[]]
  const bonds = new Set(operations.flatMap((one) => (one.op === 'bond' ? [`${one.ns} ${one.name}`] : [])))
  for (const operation of operations) {
    pieces.at(-1)?.push(operation)
    if (operation.op === 'up' && bonds.has(`${operation.ns} ${operation.name}`)) pieces.push([])
  }
  return pieces
}
