import type { Operation } from '../model/operation.ts'
import { filterPlace, interfacesOf, netemAt } from './interfaces.ts'
import { LibcError } from '../linux/libc.ts'
import type { Namespaces } from '../linux/netns.ts'

/** errno(3) of what is not there: no such entry, process, device, address. */
const NOT_THERE = [2, 3, 19, 99]
const EINVAL = 22

/** An operation that takes something back was refused: because that is gone already? */
export function isGone(namespaces: Namespaces, operation: Operation, error: unknown): boolean {
  if (!(error instanceof LibcError)) return false
  if (NOT_THERE.includes(error.errno)) return true
  return error.errno === EINVAL && lacksPlace(namespaces, operation)
}

/** cls_api.c and sch_api.c say EINVAL where the qdisc that holds the filter is gone, or the one to be deleted is another's. */
function lacksPlace(namespaces: Namespaces, operation: Operation): boolean {
  if (operation.op !== 'filter-delete' && operation.op !== 'netem-delete' && operation.op !== 'clsact-delete')
    return false
  const { op, ns, name } = operation
  const index = interfacesOf(namespaces).index(ns, name)
  if (op !== 'netem-delete') return filterPlace(namespaces, ns, index) === null
  return netemAt(namespaces, ns, index) === undefined
}
