import { LibcError } from '../linux/libc.ts'
import type { Operation } from '../model/operation.ts'
import type { Executor } from './executor.ts'

const ENETDOWN = 100

/**
 * Sets up nexthops of interfaces that have carrier, groups of those that there are, and routes by these: a port may still be dark where a
 * node has its power again.
 */
export function applyNexthops(executor: Executor, operations: readonly Operation[]): void {
  const made = new Set<number>()
  for (const one of operations) {
    if (one.op === 'nexthop' && isTaken(executor, one)) made.add(one.id)
    if (one.op === 'nexthop-group') {
      const members = one.members.filter(({ id }) => made.has(id))
      if (members.length === 0) continue
      executor.apply([{ ...one, members }])
      made.add(one.id)
    }
    if (one.op === 'route' && one.nhid !== undefined && made.has(one.nhid)) executor.apply([one])
  }
}

function isTaken(executor: Executor, operation: Operation): boolean {
  try {
    executor.apply([operation])
    return true
  } catch (error) {
    if (error instanceof LibcError && error.errno === ENETDOWN) return false
    throw error
  }
}
